"""A page of the site, and whatever an editor previews, is a model that answers requests.

Whoever writes the answer knows the models. So that they need not know it in turn, a model has its view by name, as
settings have.
"""

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.module_loading import import_string


def named_view(name: str) -> Callable[..., HttpResponse]:
    """A method that hands on to the view `package.module.function`: it gets the request, the object, and the rest."""

    def method(self: Any, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        response: HttpResponse = import_string(name)(request, self, *args, **kwargs)
        return response

    method.__name__ = name.rpartition(".")[2]
    return method
