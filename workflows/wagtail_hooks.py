from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.templatetags.static import static
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from wagtail import hooks
from wagtail.admin import messages
from wagtail.snippets.models import register_snippet

from workflows.admin.letters import LetterViewSet
from workflows.admin.obligations import ObligationViewSet
from workflows.admin.viewset import WorkflowViewSet
from workflows.dependents import printing
from workflows.letters.models import Letter

register_snippet(WorkflowViewSet)
register_snippet(LetterViewSet)
register_snippet(ObligationViewSet)


@hooks.register("insert_global_admin_css")
def diagram_styles() -> SafeString:
    return format_html('<link rel="stylesheet" href="{}">', static("workflows/diagram.css"))


@hooks.register("insert_global_admin_css")
def letter_styles() -> SafeString:
    return format_html('<link rel="stylesheet" href="{}">', static("workflows/letter-names.css"))


@hooks.register("insert_global_admin_css")
def scenario_styles() -> SafeString:
    return format_html('<link rel="stylesheet" href="{}">', static("workflows/scenario-answers.css"))


@hooks.register("insert_editor_js")
def answers_of_scenarios() -> SafeString:
    return format_html('<script type="module" src="{}"></script>', static("workflows/scenario-answers.js"))


@hooks.register("before_unpublish")
def letters_in_use_stay(request: HttpRequest, instance: Any) -> HttpResponse | None:
    """A step whose letter is withdrawn could not be printed, and whoever was to get it would hear nothing."""
    used = printing(instance.key) if isinstance(instance, Letter) else []
    if not used:
        return None
    sentence = _(
        "This letter is printed by: %(workflows)s. Publish them without it first, and let their cases come to an end."
    )
    messages.error(request, sentence % {"workflows": _("; ").join(used)})
    return redirect(instance.snippet_viewset.get_url_name("edit"), instance.pk)


@hooks.register("insert_editor_js")
def names_of_letters() -> SafeString:
    return format_html('<script type="module" src="{}"></script>', static("workflows/letter-names.js"))
