"""People in the admin: one full name, as names are here, in the host's editor of accounts."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from wagtail.users.forms import UserCreationForm, UserEditForm
from wagtail.users.views.users import IndexView, UserViewSet

from portal.directory.models import Post, User

KEPT = ("username", "name", "email", "groups")


class _Named(forms.Form):
    """First and last names are not asked for; most people here have no e-mail address of their own."""

    first_name = None
    last_name = None
    name = forms.CharField(label=_("full name"), max_length=60)
    email = forms.EmailField(label=_("E-mail"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        # Who may do everything is made on the command line (`createsuperuser`), not by whoever keeps the accounts.
        self.fields.pop("is_superuser", None)


class NewPersonForm(_Named, UserCreationForm):
    class Meta:
        model = User
        fields = KEPT
        widgets = {"groups": forms.CheckboxSelectMultiple}


class PersonForm(_Named, UserEditForm):
    """Of a log auditor the full name only: whoever could set the password could read and act in their place."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if Post.objects.appointed().filter(user=self.instance).exists():
            for name in set(self.fields) - {"name"}:
                self.fields[name].disabled = True
            kept = _("A log auditor's account is kept on the server: manage.py log_auditor.")
            self.fields["username"].help_text = kept

    class Meta:
        model = User
        fields = (*KEPT, "is_active")
        widgets = {"groups": forms.CheckboxSelectMultiple}


class PeopleIndex(IndexView):
    search_fields = ["username", "name", "email"]


class PeopleViewSet(UserViewSet):
    index_view_class = PeopleIndex
    create_template_name = "staffing/people/create.html"
    edit_template_name = "staffing/people/edit.html"
    # In the table itself: a search engine does not find a part of a Chinese name.
    search_backend_name = None

    def get_form_class(self, for_update: bool = False) -> Any:
        return PersonForm if for_update else NewPersonForm
