"""Files that are a zip inside: workbooks, documents."""

from zipfile import BadZipFile

# What zipfile raises while it opens and reads a file that is no zip, or a broken one. NotImplementedError is how it
# says that it does not know a part's compression or version, RuntimeError that a part has a password.
BROKEN = (BadZipFile, NotImplementedError, RuntimeError, EOFError, OSError, ValueError)
