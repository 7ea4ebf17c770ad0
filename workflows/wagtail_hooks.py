from django.templatetags.static import static
from django.utils.html import format_html
from django.utils.safestring import SafeString
from wagtail import hooks
from wagtail.snippets.models import register_snippet

from workflows.admin.letters import LetterViewSet
from workflows.admin.obligations import ObligationViewSet
from workflows.admin.viewset import WorkflowViewSet

register_snippet(WorkflowViewSet)
register_snippet(LetterViewSet)
register_snippet(ObligationViewSet)


@hooks.register("insert_global_admin_css")
def diagram_styles() -> SafeString:
    return format_html('<link rel="stylesheet" href="{}">', static("workflows/diagram.css"))


@hooks.register("insert_global_admin_css")
def letter_styles() -> SafeString:
    return format_html('<link rel="stylesheet" href="{}">', static("workflows/letter-names.css"))


@hooks.register("insert_editor_js")
def names_of_letters() -> SafeString:
    return format_html('<script type="module" src="{}"></script>', static("workflows/letter-names.js"))
