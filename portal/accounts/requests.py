"""For the types only: what a view behind `login_required` is given."""

from django.http import HttpRequest

from portal.directory.models import User


class AuthenticatedRequest(HttpRequest):
    user: User
