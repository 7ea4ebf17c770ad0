"""Parts of the shipped pack, published: for tests that need one workflow and not all of them."""

from collections.abc import Collection

from forms import builder as form_builder
from forms import services as forms
from workflows import builder, packing, services
from workflows.packing import Pack


def publish_part(form_keys: Collection[str], workflow_key: str) -> Pack:
    """These forms and this workflow, by nobody. Gives the whole pack, for what else of it a test needs."""
    pack = packing.read(packing.find("child-protection"))
    for form in pack.forms:
        if form.key in form_keys:
            forms.publish(form_builder.save_definition(form, by=None), by=None)
    [workflow] = [one for one in pack.workflows if one.key == workflow_key]
    services.publish(builder.save_definition(workflow, by=None), by=None)
    return pack
