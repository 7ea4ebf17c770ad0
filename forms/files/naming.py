"""Names of files: what a person called it, without anything a name could do to whoever saves it."""

from forms.models import StoredFile
from portal.privacy import sealing

LONGEST_NAME = 120
# Windows takes these for devices, whatever ending they have.
DEVICES = {"con", "prn", "aux", "nul", *(f"{port}{number}" for port in ("com", "lpt") for number in range(1, 10))}
NOT_IN_NAMES = set('<>:"|?*')


def name_of(file: StoredFile) -> str:
    """The name that `safe_name` made. Raises sealing.Unreadable."""
    return str(sealing.unseal(file.sealed_name, file.data_key, place=f"file.name:{file.id}"))


def safe_name(name: str, ending: str = "") -> str:
    """The person's own name for a file, with the ending that is true; with its own when that is not known.

    Without path, without characters that no file system takes or that turn the reading direction around, and never
    hidden or a device.
    """
    name = name.replace("\\", "/").rsplit("/", 1)[-1]
    stem = stem_of(name) if ending else name
    clean = "".join(character for character in stem if character.isprintable() and character not in NOT_IN_NAMES)
    clean = clean.strip(" .")[:LONGEST_NAME].rstrip(" .")
    if not clean:
        clean = "file"
    if clean.split(".")[0].lower() in DEVICES:
        clean = f"_{clean}"
    return f"{clean}.{ending}" if ending else clean


def stem_of(name: str) -> str:
    """The name without its ending."""
    stem, dot, _ending = name.rpartition(".")
    return stem if dot else name
