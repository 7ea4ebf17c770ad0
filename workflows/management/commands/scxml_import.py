"""`manage.py scxml_import FILE`: a workflow from a plain state machine in SCXML, as a draft."""

from workflows.exchange.scxml.reading import read
from workflows.management.importing import ImportCommand


class Command(ImportCommand):
    help = "Make a draft of the state machine in an SCXML file and list what could not be kept, by the state's id."
    read = staticmethod(read)
