"""Places and offices in Wagtail's admin."""
