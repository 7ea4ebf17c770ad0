"""What the portal itself speaks, and what its pages are translated into (docs/decisions/0040)."""

from django.utils.translation import gettext_lazy as _

from portal.settings import environment

LANGUAGE_CODE = "zh-hans"
# Each of these has a catalogue that is complete; a visitor chooses among them.
INTERFACE_LANGUAGES = [("zh-hans", _("Chinese")), ("en", _("English"))]
# What pages can be translated into, each as it is called in itself.
OWN_NAMES = {"zh-hans": "简体中文", "en": "English", "ug": "ئۇيغۇرچە", "bo": "བོད་ཡིག", "ko": "한국어"}
_TRANSLATIONS = {"en": _("English"), "ug": _("Uyghur"), "bo": _("Tibetan"), "ko": _("Korean")}

TRANSLATED_INTO = environment.several("TRANSLATED_INTO", "en,ug", among=tuple(_TRANSLATIONS))
_others = [(code, name) for code, name in _TRANSLATIONS.items() if code in TRANSLATED_INTO]
# Wagtail makes trees of pages of the latter, each of which has to stand in the former.
LANGUAGES = list(dict([*INTERFACE_LANGUAGES, *_others]).items())
WAGTAIL_CONTENT_LANGUAGES = [INTERFACE_LANGUAGES[0], *_others]
WAGTAIL_I18N_ENABLED = True
