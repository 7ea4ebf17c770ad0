"""How editors upload a picture: like everybody's, it is rebuilt from its pixels before it is kept."""

from pathlib import PurePath
from typing import Any

from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.forms import FileField
from wagtail.images.fields import ImageFileExtensionValidator, WagtailImageField
from wagtail.images.forms import BaseImageForm

from portal import darkroom

# What explains a document in one picture may be very long; a WebP takes 16,383 pixels.
LONGEST_SIDE = 16_000
MEDIA_TYPES = {"jpg": "image/jpeg", "png": "image/png"}


class PictureField(WagtailImageField):
    """Where a photo was taken is nobody's business, and every size that is drawn of it would say so."""

    def to_python(self, data: Any) -> Any:
        """None, or a file without metadata, JPEG or PNG. Nothing else here decodes what somebody sent."""
        sent = FileField.to_python(self, data)
        if sent is None:
            return None
        ImageFileExtensionValidator(sent)
        self.check_image_file_size(sent)
        try:
            made, ending = darkroom.rebuilt(sent.read(), longest=LONGEST_SIDE)
        except darkroom.Undeveloped as problem:
            raise ValidationError(str(problem.sentence)) from None
        name = PurePath(sent.name or "").with_suffix(f".{ending}").name
        return super().to_python(SimpleUploadedFile(name, made, MEDIA_TYPES[ending]))


class PictureForm(BaseImageForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        # Only some forms ask for the file.
        if given := self.fields.get("file"):
            self.fields["file"] = PictureField(label=given.label, required=given.required, widget=given.widget)
