"""`/follow/`: a reporter types the code, reads how far the report is and, with the code again, what they sent.

The code travels in the body of a POST only; the session remembers for a quarter of an hour which report it opened, so
that the page can be loaded again.
"""
