"""Why a file is not kept, each with a code for programs and a sentence for people."""

from django.conf import settings
from django.template.defaultfilters import filesizeformat
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from forms.intake import NotAccepted
from forms.models import Draft

GO_ON = _("You can also go on without it; your report then says that this file is missing.")


class TooLarge(NotAccepted):
    code = "too_large"

    def __init__(self) -> None:
        super().__init__(too_large())


class TooMany(NotAccepted):
    """The field is full."""

    code = "too_many"


class TooMuchWork(NotAccepted):
    """For now; it passes by itself."""

    code = "too_much_work"

    def __init__(self) -> None:
        super().__init__(_("Very many files have come from your network just now. Send this one again in ten minutes."))


class NotKept(NotAccepted):
    """The storage did not take a file that is all right."""

    code = "not_kept"

    def __init__(self) -> None:
        super().__init__(
            _("The portal cannot store files at the moment. Your answers are kept; try the file again later.")
        )


def too_large() -> str:
    return gettext("The file is larger than %(size)s.") % {"size": filesizeformat(settings.UPLOAD_MAX_BYTES)}


def said(refusal: NotAccepted, draft: Draft) -> str:
    """The sentence for whoever fills in this draft: nobody who reports is held up by a file."""
    if not draft.is_report or isinstance(refusal, TooMany):
        return str(refusal.sentence)
    return f"{refusal.sentence} {GO_ON}"
