from wagtail.snippets.models import register_snippet

from forms.admin.viewset import FormViewSet

register_snippet(FormViewSet)
