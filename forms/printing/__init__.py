"""Forms on paper: to be filled in by hand, and as they were filled in.

What templates of a layout (forms.layouts) are given is said by `blank.context` and `filled.context`.
"""

from forms.printing.blank import Edition, print_blank
from forms.printing.filled import print_filled

__all__ = ["Edition", "print_blank", "print_filled"]
