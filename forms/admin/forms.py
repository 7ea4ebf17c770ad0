"""The editors of a form and of what forms share: problems are shown at the part they are in."""

from collections import Counter
from collections.abc import Iterable

from django.utils.translation import gettext as _
from wagtail.admin.forms.models import WagtailAdminModelForm

from forms.admin.placing import failures_of_tests, place
from forms.building import keys, naming
from forms.keys import key_from
from forms.models import Form, OptionList, SharedGroup
from forms.problems import Problem
from forms.publishable import problems_of, problems_of_group
from forms.versions.admin import EditedForm

OWN_FIELDS = {"layout", "numbering", "place", "records", "at_records"}


class EditorForm(EditedForm):
    problems_of = staticmethod(problems_of)
    instance: Form

    def settle(self) -> None:
        if not {"steps", "sections", "records", "tests"} & set(self.errors):
            keys.fill(self.instance)
            naming.settle(self.instance)

    def show(self, problems: Iterable[Problem]) -> None:
        problems = list(problems)
        if failed := failures_of_tests(problems):
            self.add_error("tests", failed)
        placed, rest = place(self.instance.steps, [each for each in problems if each.code != "test"])
        if placed is not None:
            self.add_error("steps", placed)
        for problem in rest:
            self.add_error(problem.rule if problem.rule in OWN_FIELDS else None, str(problem.sentence))


class GroupForm(EditedForm):
    """The editor of a shared group."""

    problems_of = staticmethod(problems_of_group)
    instance: SharedGroup

    def settle(self) -> None:
        if "items" not in self.errors:
            keys.fill_items(self.instance.items)
            naming.settle_items(self.instance.items)


class ListForm(WagtailAdminModelForm):
    """The editor of an option list."""

    instance: OptionList

    def clean_key(self) -> str:
        if self.instance.pk:
            return self.instance.key
        return self.cleaned_data.get("key") or key_from(str(self.data.get("title", "")), (), fallback="options")

    def _post_clean(self) -> None:
        super()._post_clean()
        if "options" not in self.errors:
            keys.fill_options(self.instance.options)
            for key, count in Counter(option.value["key"] for option in self.instance.options).items():
                if count > 1:
                    self.add_error("options", _("The key “%(key)s” is given to two options.") % {"key": key})
