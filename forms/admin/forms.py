"""The editor's form: a form with problems is kept as a draft, but not published."""

from wagtail.admin.forms.models import WagtailAdminModelForm

from forms.admin.placing import place
from forms.building import keys, naming
from forms.checking import problems_of
from forms.keys import key_from
from forms.models import Form

OWN_FIELDS = {"numbering", "place"}


class EditorForm(WagtailAdminModelForm):
    instance: Form
    is_draft = False

    def defer_required_fields(self) -> None:
        """Wagtail calls this for everything that is not yet to be published."""
        self.is_draft = True
        super().defer_required_fields()

    def clean_key(self) -> str:
        """Made from the title once, and never changed: versions, packs and workflows go by it."""
        if self.instance.pk:
            return self.instance.key
        given: str = self.cleaned_data.get("key") or key_from(str(self.data.get("title", "")), (), fallback="form")
        return given

    def _post_clean(self) -> None:
        super()._post_clean()
        if "steps" in self.errors:
            return
        keys.fill(self.instance.steps)
        naming.settle(self.instance)
        if not self.is_draft and not self.errors:
            self._refuse()

    def _refuse(self) -> None:
        placed, rest = place(self.instance.steps, problems_of(self.instance))
        if placed is not None:
            self.add_error("steps", placed)
        for problem in rest:
            self.add_error(problem.rule if problem.rule in OWN_FIELDS else None, str(problem.sentence))
