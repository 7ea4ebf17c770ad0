"""Filling in a form on a page of the site, without an account.

Who holds a draft shows it by a signed cookie with the resume link's token, one cookie for each draft, sent only to the
page that hosts it. It goes when the browser closes: on a shared computer nothing is left behind; the resume link stays.
"""

from typing import Any
from uuid import UUID

from django.conf import settings
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.utils.cache import patch_cache_control
from django.utils.http import url_has_allowed_host_and_scheme
from wagtail.models import Page, Site
from wagtail.views import serve

from content.beginnings import beginning_named_in
from forms import begun, prefilling, services
from forms.models import Draft, FormPage
from forms.prefilling import Asking, Known
from forms.schema import FormSchema
from forms.services import holding
from forms.wizard import FormWizard
from portal.directory.models import Post
from portal.effort import services as effort
from portal.pagecache import remembered
from portal.thinning import without_large_files

COOKIE_SALT = "forms.public"


class PageWizard(FormWizard):
    """The wizard below a FormPage. `by` is nobody, signed in or not: who reports is an answer, sealed apart. Only a
    page that keeps who hands it in asks for the post.
    """

    @property
    def actor(self) -> Post | None:
        return _post_for(self.request, self.host)

    def get_draft(self) -> Draft:
        return self.draft_held

    @property
    def draft_held(self) -> Draft:
        held: Draft = self.kwargs["draft"]
        return held

    @property
    def host(self) -> FormPage:
        page: FormPage = self.kwargs["host"]
        return page

    @property
    def base_url(self) -> str:
        return f"{self.kwargs['address']}d/{self.draft_held.pk}/"

    @property
    def heading(self) -> str:
        return str(self.host.shown_title)

    def hand_in(self) -> HttpResponse:
        """However many there are, none is refused; above the limit it takes the sender some seconds."""
        if self.host.keeps_who_hands_in and not self.host.may_be_handed_in_by(self.actor):
            return _turned_away(self.request, self.host, back=self.review_url)
        if asked := effort.ask(self.request, "report"):
            return asked
        effort.note(self.request, "report")
        return super().hand_in()

    def closed(self) -> HttpResponse:
        if self.draft.submission_id is not None:
            return HttpResponseRedirect(self.receipt_url)
        return gone(self.request, self.kwargs["address"].strip("/"), status=410)

    def extra_context(self) -> dict[str, Any]:
        address = f"{self.kwargs['address']}resume/{self.kwargs['token']}/"
        return {
            "is_public": True,
            "emergency_notice": self.host.emergency_notice,
            "resume_url": self.request.build_absolute_uri(address) if self.draft.is_open else "",
            "thanks": self.host.shown_thanks,
            "follow_url": "/follow/",
            "page": self.host,
        }


def begin(request: HttpRequest, page_path: str) -> HttpResponse:
    """`<page>/start/`, found by its whole address: walking the page tree would cost more than beginning does.

    Where it finds no page that everybody may look at, Wagtail goes through the tree and says what holds there.
    """
    page: FormPage | None = remembered(
        f"form-page:{request.get_host()}:{page_path}", lambda: _open_to_all(request, page_path)
    )
    return serve(request, f"{page_path}/start/") if page is None else start(request, page)


def _open_to_all(request: HttpRequest, page_path: str) -> FormPage | None:
    site = Site.find_for_request(request)
    if site is None:
        return None
    found: FormPage | None = (
        FormPage.objects.live().public().filter(url_path=f"{site.root_page.url_path}{page_path}/").first()
    )
    return found


def start(request: HttpRequest, page: FormPage) -> HttpResponse:
    """Begin a new draft. Only by POST, so that a crawler makes none."""
    if request.method != "POST":
        return HttpResponseNotAllowed(["POST"])
    version = holding.newest_version(page.form_id)
    if not page.is_open or version is None:
        return HttpResponseRedirect(page.get_url(request))
    if not page.may_be_begun_by(request.user):
        return _turned_away(request, page)
    if page.keeps_who_hands_in and not page.may_be_handed_in_by(_post_for(request, page)):
        return _turned_away(request, page)
    if asked := effort.ask(request, "begin"):
        return asked
    effort.note(request, "begin")
    post = _post_for(request, page)
    known = prefilling.registry.known(Asking(version.schema, post)) if post else Known()
    about = beginning_named_in(request.GET)
    initial = {**known.answers, **(begun.begun_at(version.schema, about) if about else {})}
    draft, token = services.start_draft(version, occasion=occasion_of(page), initial=initial, carried=known.carried)
    return _to_draft(request.path.removesuffix("start/"), draft, token, place=_first_place(version.schema))


def _first_place(schema: FormSchema) -> str:
    """The first step, where no rule can hide it: one redirect less than finding out what is unfinished."""
    first = schema.steps[0]
    return f"{first.key}/" if first.shown_when is None else ""


def _post_for(request: HttpRequest, page: FormPage) -> Post | None:
    """In whose name the form of this page is filled in; nobody's where the page does not keep that."""
    if not page.keeps_who_hands_in or not request.user.is_authenticated:
        return None
    return request.user.acting_post


def _turned_away(request: HttpRequest, page: FormPage, *, back: str = "") -> HttpResponse:
    """To the sign-in and back, or, for who is signed in already, a refusal."""
    if not request.user.is_authenticated:
        return redirect_to_login(back or page.get_url(request))
    raise PermissionDenied


def resume(request: HttpRequest, page_path: str, token: str) -> HttpResponse:
    """The resume link: the token moves from the address into the cookie, and the address says nothing any more.

    It leads to where the page is now, so it works after the page was moved.
    """
    draft = services.resume_draft(token)
    page = _host_of(draft)
    if draft is None or page is None:
        return gone(request, page_path, status=410)
    return _to_draft(page.get_url(request), draft, token)


@without_large_files
def fill_in(request: HttpRequest, page_path: str, draft_id: UUID, place: str = "") -> HttpResponse:
    """Everything below `<page>/d/<draft>/`.

    Found by the draft rather than by walking the page tree, which would cost more than saving a step does.
    A draft can be finished after its page was closed, moved or taken down, at the address where it was begun.
    """
    token = request.get_signed_cookie(cookie_of(draft_id), default="", salt=COOKIE_SALT) or ""
    draft = _held(draft_id, token)
    page = _host_of(draft)
    if draft is None or page is None or _is_of_another(page_path, page):
        return gone(request, page_path, status=404)
    view = PageWizard.as_view()
    response: HttpResponse = view(request, host=page, address=f"/{page_path}/", draft=draft, token=token, place=place)
    return response


def occasion_of(page: FormPage) -> str:
    return f"page:{page.pk}"


def cookie_of(draft_id: UUID) -> str:
    return f"draft_{draft_id.hex}"


def gone(request: HttpRequest, page_path: str, *, status: int) -> HttpResponse:
    """Neither the draft nor why it cannot be opened is told to somebody who does not hold it."""
    start_url = f"/{page_path}/"
    if not url_has_allowed_host_and_scheme(start_url, allowed_hosts=None):
        start_url = "/"
    context = {"base_template": "base.html", "start_url": start_url}
    response = TemplateResponse(request, "forms/draft_gone.html", context, status=status)
    patch_cache_control(response, no_store=True, private=True)
    return response


def _host_of(draft: Draft | None) -> FormPage | None:
    """The page the draft was begun on."""
    if draft is None or not draft.occasion.startswith("page:"):
        return None
    number = draft.occasion.removeprefix("page:")
    page: FormPage | None = remembered(f"host:{number}", FormPage.objects.filter(pk=number).first)
    return page


def _is_of_another(page_path: str, page: FormPage) -> bool:
    """Whether there is another page at the address now. Where there is none, the page was moved away from it."""
    if page.url_path.endswith(f"/{page_path}/"):
        return False
    there: bool = Page.objects.filter(url_path__endswith=f"/{page_path}/").exists()
    return there


def _held(draft_id: UUID, token: str) -> Draft | None:
    """The draft, when the token of the cookie is its own. Submitted ones too: their receipt is shown for a day."""
    return holding.held_draft(draft_id, token)


def _to_draft(address: str, draft: Draft, token: str, *, place: str = "") -> HttpResponse:
    response = HttpResponseRedirect(f"{address}d/{draft.pk}/{place}")
    response.set_signed_cookie(
        cookie_of(draft.pk),
        token,
        salt=COOKIE_SALT,
        path=address,
        secure=settings.SESSION_COOKIE_SECURE,
        httponly=True,
        samesite="Lax",
    )
    response.headers["Referrer-Policy"] = "no-referrer"
    patch_cache_control(response, no_store=True, private=True)
    return response
