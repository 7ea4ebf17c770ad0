"""Files as rows: sealed under a key of their own, kept under a random name, read back only through here."""

from forms.files.copying import copy_files
from forms.files.keeping import (
    Sent,
    Upload,
    endings,
    looked_at,
    most_files,
    note_left_out,
    remove,
    store,
    store_made,
    store_receipt,
    store_sent,
    take_out,
)
from forms.files.naming import name_of
from forms.files.opening import LockedAway, content_of, opened
from forms.files.refusing import TooMany, said, too_large
from forms.files.scanning import plan_what_is_due as plan_scans
from forms.files.serving import Unavailable, is_picture, may_be_shown, sent, served, served_small
from forms.intake import NotAccepted

__all__ = [
    "LockedAway",
    "NotAccepted",
    "Sent",
    "TooMany",
    "Unavailable",
    "Upload",
    "content_of",
    "copy_files",
    "endings",
    "is_picture",
    "looked_at",
    "may_be_shown",
    "most_files",
    "name_of",
    "note_left_out",
    "opened",
    "plan_scans",
    "remove",
    "said",
    "sent",
    "served",
    "served_small",
    "store",
    "store_made",
    "store_receipt",
    "store_sent",
    "take_out",
    "too_large",
]
