"""Obligations: what is owed on every record of a register, in each period or before a day, without a case."""
