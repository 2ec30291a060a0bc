"""The browser and system that somebody signs in with, as far as it helps to recognise one's own."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from ipaddress import ip_network

from schemas.sessions import Session
from search_ui.words import _

# In this order: later ones are named in the words of earlier ones too.
_BROWSERS = (
    ("zalo", "Zalo"),
    ("coc_coc", "Cốc Cốc"),
    ("edg", "Edge"),
    ("opr", "Opera"),
    ("samsungbrowser", "Samsung Internet"),
    ("firefox", "Firefox"),
    ("fxios", "Firefox"),
    ("crios", "Chrome"),
    ("chrome", "Chrome"),
    ("safari", "Safari"),
)
_SYSTEMS = (
    ("iphone", "iPhone"),
    ("ipad", "iPad"),
    ("android", "Android"),
    ("windows", "Windows"),
    ("mac os x", "Mac"),
    ("x11; cros", "ChromeOS"),
    ("linux", "Linux"),
)
_NAMES = dict(_BROWSERS) | dict(_SYSTEMS)


@dataclass(frozen=True, slots=True)
class SessionRow:
    id: str
    device: str
    network: str
    began_at: datetime
    seen_at: datetime
    here: bool


def session_rows(found: Iterable[Session], here: str = "") -> list[SessionRow]:
    return [
        SessionRow(
            one.id,
            device_name(one.device),
            network_name(one.network),
            one.began_at,
            one.seen_at,
            one.id == here,
        )
        for one in found
    ]


def device_of(user_agent: str) -> str:
    """Codes `browser/system` of what a browser says of itself; empty parts where it is none that we know."""
    words = user_agent.lower()
    browser = next((code for code, _name in _BROWSERS if code in words), "")
    system = next((code for code, _name in _SYSTEMS if code in words), "")
    return f"{browser}/{system}"


def device_name(code: str) -> str:
    """`Firefox trên Android`."""
    names = [_NAMES[part] for part in code.split("/") if part in _NAMES]
    if len(names) == 2:
        return _("%(browser)s trên %(system)s", browser=names[0], system=names[1])
    return names[0] if names else _("Thiết bị không rõ")


def network_name(network: str) -> str:
    """`113.161.*.*`; a network of one's own in words."""
    if not network:
        return ""
    found = ip_network(network)
    if found.is_private:
        return _("mạng nội bộ")
    if found.version == 4:
        return ".".join([*str(found.network_address).split(".")[:2], "*", "*"])
    return ":".join([*found.network_address.exploded.split(":")[:2], "*"])
