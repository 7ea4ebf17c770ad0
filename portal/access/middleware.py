"""Every request of a signed-in person acts in one post: the one chosen for the session."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

SESSION_KEY = "acting_post"


class ActingPostMiddleware:
    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        # A visitor without a session cookie costs nothing here.
        chosen = request.session.get(SESSION_KEY) if request.COOKIES.get("sessionid") else None
        if chosen and request.user.is_authenticated:
            request.user.act_in(chosen)
        return self.get_response(request)
