"""Words as columns with a language each."""

from forms.exchange.xlsform.cells import Line
from forms.exchange.xlsform.references import OPENING

TITLES = {"zh-hans": "中文 (zh)", "en": "English (en)"}


def in_columns(column: str, words: dict[str, str]) -> Line:
    """`{"zh-hans": …}` under `label::中文 (zh)`."""
    # pyxform looks up every `${` in a text, and refuses what it does not find.
    return {
        f"{column}::{TITLES.get(language, f'{language} ({language})')}": text.replace("${", OPENING)
        for language, text in words.items()
    }
