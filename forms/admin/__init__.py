"""Forms in Wagtail's admin."""
