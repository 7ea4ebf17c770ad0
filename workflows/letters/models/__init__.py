from workflows.letters.models.definition import Letter, LetterVersion
from workflows.letters.models.printed import PrintedLetter

__all__ = ["Letter", "LetterVersion", "PrintedLetter"]
