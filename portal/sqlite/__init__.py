"""Django's SQLite backend with a fair wait for the one write transaction at a time."""
