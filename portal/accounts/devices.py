"""A browser and a network in words that a person recognises, and no more exactly than that."""

import ipaddress
import re
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

# Key, what the browser says, and its name.
Known = tuple[tuple[str, str, str | Promise], ...]

# Looked for in this order: most browsers also name those that they descend from.
BROWSERS: Known = (
    ("wechat", r"MicroMessenger/", gettext_lazy("WeChat")),
    ("dingtalk", r"DingTalk/", gettext_lazy("DingTalk")),
    ("edge", r"Edg(e|A|iOS)?/", "Edge"),
    ("huawei", r"HuaweiBrowser/", gettext_lazy("Huawei browser")),
    ("qq", r"M?QQBrowser/", gettext_lazy("QQ browser")),
    ("uc", r"UC ?Browser/|UCWEB", gettext_lazy("UC browser")),
    ("360", r"360SE|QihooBrowser|QHBrowser", gettext_lazy("360 browser")),
    ("firefox", r"Firefox/|FxiOS/", "Firefox"),
    ("chrome", r"Chrome/|CriOS/", "Chrome"),
    ("safari", r"Safari/", "Safari"),
)
SYSTEMS: Known = (
    ("harmony", r"HarmonyOS|OpenHarmony", gettext_lazy("HarmonyOS")),
    ("ipad", r"iPad", "iPad"),
    ("iphone", r"iPhone", "iPhone"),
    ("android", r"Android", "Android"),
    ("windows", r"Windows", "Windows"),
    ("mac", r"Macintosh|Mac OS X", "Mac"),
    ("linux", r"Linux|X11", "Linux"),
)
LONGEST_USER_AGENT = 500


@dataclass(frozen=True)
class Device:
    """Keys of BROWSERS and SYSTEMS, empty when not recognised."""

    browser: str = ""
    system: str = ""

    @classmethod
    def of(cls, user_agent: str) -> "Device":
        text = user_agent[:LONGEST_USER_AGENT]
        return cls(_first(BROWSERS, text), _first(SYSTEMS, text))

    def __str__(self) -> str:
        browser = _name_of(self.browser, BROWSERS)
        system = _name_of(self.system, SYSTEMS)
        if browser and system:
            return _("%(browser)s on %(system)s") % {"browser": browser, "system": system}
        return browser or system or _("A device we do not recognise")


def _first(known: Known, text: str) -> str:
    return next((key for key, pattern, _name in known if re.search(pattern, text)), "")


def _name_of(key: str, known: Known) -> str:
    return next((str(name) for own, _pattern, name in known if own == key), "")


def shortened(address: str) -> str:
    """The network of an address: `10.2.3.*`, `2001:db8:1::*`. Empty for what is no address."""
    try:
        parsed = ipaddress.ip_address(address)
    except ValueError:
        return ""
    if parsed.version == 4:
        return address.rpartition(".")[0] + ".*"
    return f"{ipaddress.ip_network(f'{parsed}/48', strict=False).network_address}*"
