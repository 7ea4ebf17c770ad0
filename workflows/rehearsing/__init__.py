"""A case that is only thought of: it goes through a workflow with an invented clock, and nothing is written."""
