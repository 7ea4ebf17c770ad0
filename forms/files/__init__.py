"""Files as rows: sealed under a key of their own, kept under a random name, read back only through here."""

from forms.files.keeping import endings, most_files, remove, store, store_made, store_receipt, too_large
from forms.files.naming import name_of
from forms.files.opening import content_of, opened
from forms.files.serving import is_picture, may_be_shown, served, served_small
from forms.intake import NotAccepted

__all__ = [
    "NotAccepted",
    "content_of",
    "endings",
    "is_picture",
    "may_be_shown",
    "most_files",
    "name_of",
    "opened",
    "remove",
    "served",
    "served_small",
    "store",
    "store_made",
    "store_receipt",
    "too_large",
]
