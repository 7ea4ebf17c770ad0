"""Master keys as system administrators see them: what each version still wraps, and the rotation."""
