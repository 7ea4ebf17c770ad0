"""What an administrator edits, and the numbered versions it is published as: a form, or a workflow."""
