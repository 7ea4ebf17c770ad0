"""A browser without scripts that fills in the sample form."""

from io import BytesIO

from django.test import Client
from PIL import Image

from forms.models import Draft, FormPage

ABOUT = {
    "danger": "no",
    "place": "990121101201",
    "kind": "hurt",
    "facts": "孩子独自在家,手臂受伤",
}


class Browser:
    """One browser that fills in the form of one page."""

    def __init__(self, page: FormPage) -> None:
        self.client = Client(enforce_csrf_checks=False)
        self.page = page
        self.home = page.get_url()
        self.base = ""

    def begin(self) -> "Browser":
        answer = self.client.post(f"{self.home}start/")
        assert answer.status_code == 302
        # Straight to the first step; the draft's own address is the one above it.
        assert answer.headers["Location"].endswith("/about/")
        self.base = answer.headers["Location"].removesuffix("about/")
        return self

    @property
    def draft(self) -> Draft:
        return Draft.objects.get(pk=self.base.rstrip("/").rsplit("/", 1)[-1])

    def look(self, step: str = ""):
        return self.client.get(f"{self.base}{step}{'/' if step else ''}")

    def send(self, step: str, data: dict, go: str = "next", **more):
        return self.client.post(f"{self.base}{step}/", {**data, "_go": go, **more})

    def fill_about(self, **changes):
        return self.send("about", {**ABOUT, **changes})

    def fill_all(self) -> None:
        assert self.fill_about().status_code == 302
        assert self.send("people", {"guardians-rows": ["0"], "guardians-0-name": "林远"}).status_code == 302
        assert self.send("reporter", {"reporter_name": "何老师"}).status_code == 302


def picture(**options: object) -> BytesIO:
    data = BytesIO()
    Image.new("RGB", (40, 30), "teal").save(data, "JPEG", **options)
    data.seek(0)
    data.name = "现场.jpg"
    return data
