"""The two directions between the editor's blocks and the workflow as data."""
