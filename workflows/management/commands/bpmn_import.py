"""`manage.py bpmn_import FILE`: a workflow from a BPMN 2.0 file, as a draft."""

from workflows.exchange.bpmn.reading import read
from workflows.management.importing import ImportCommand


class Command(ImportCommand):
    help = "Make a draft of the workflow in a BPMN 2.0 file and list what could not be kept, by the element's id."
    read = staticmethod(read)
