"""Registers at the desk: their lists, one record with its history, and forms that are begun there."""
