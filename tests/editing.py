"""The form administrator, at the editor in Wagtail's admin, and what her browser sends from there."""

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


def stream(data, prefix, children, block):
    """The inputs of a stream that holds these children, as they stand in the page."""
    data[f"{prefix}-count"] = str(len(children))
    for number, child in enumerate(children):
        data[f"{prefix}-{number}-deleted"] = ""
        data[f"{prefix}-{number}-order"] = str(number)
        data[f"{prefix}-{number}-type"] = child["type"]
        data[f"{prefix}-{number}-id"] = child.get("id", "")
        value(data, f"{prefix}-{number}-value", child["value"], block.child_blocks[child["type"]])


def value(data, name, content, block):
    """The same for one block."""
    kind = type(block).__mro__
    names = {base.__name__ for base in kind}
    if "StreamBlock" in names:
        stream(data, name, content or [], block)
    elif "StructBlock" in names:
        for key, child in block.child_blocks.items():
            value(data, f"{name}-{key}", (content or {}).get(key), child)
    elif "ListBlock" in names:
        data[f"{name}-count"] = str(len(content or []))
        for number, item in enumerate(content or []):
            data[f"{name}-{number}-deleted"] = ""
            data[f"{name}-{number}-order"] = str(number)
            data[f"{name}-{number}-type"] = "item"
            data[f"{name}-{number}-id"] = item.get("id", "")
            value(data, f"{name}-{number}-value", item["value"], block.child_block)
    elif "BooleanBlock" in names:
        if content:
            data[name] = "on"
    elif "MultipleChoiceBlock" in names:
        if content:
            data[name] = list(content)
    else:
        data[name] = "" if content is None else str(content)
