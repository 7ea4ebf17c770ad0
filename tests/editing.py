"""The form administrator, at the editor in Wagtail's admin."""

from django.contrib.auth.models import Group, Permission


def signed_in_to_edit(client, cast, *models):
    """Her client: she may do everything with these models and nothing else."""
    group = Group.objects.create(name="Form administrators")
    group.permissions.add(Permission.objects.get(codename="access_admin"))
    for model in models:
        of_model = {"content_type__app_label": model._meta.app_label, "content_type__model": model._meta.model_name}
        group.permissions.add(*Permission.objects.filter(**of_model))
    cast.form_administrator.groups.add(group)
    client.force_login(cast.form_administrator)
    client.cookies["django_language"] = "en"
    return client
