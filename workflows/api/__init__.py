"""What staff see at the desk, for programs that act for them, below `/api/v1/`."""
