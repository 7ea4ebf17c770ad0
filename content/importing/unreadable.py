"""What is raised for a file that cannot be taken in."""


class Unreadable(Exception):
    """The file cannot be taken in; the message says why and what to do."""
