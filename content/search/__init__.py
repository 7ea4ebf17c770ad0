"""The search of the site. Why it is its own: docs/decisions/0036."""

from content.search.marking import Piece, excerpt, mark
from content.search.results import Found, Results, best_passage, search

__all__ = ["Found", "Piece", "Results", "best_passage", "excerpt", "mark", "search"]
