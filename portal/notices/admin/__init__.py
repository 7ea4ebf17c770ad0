"""Channels of notices in Wagtail's admin."""
