"""The sign-in service of the settings, where they name one; its client is loaded only then."""

from __future__ import annotations

from dataclasses import dataclass
from importlib import import_module
from typing import Protocol
from urllib.parse import urlsplit

from flask import Flask, Response, current_app

from archive.settings import Settings
from schemas.errors import NotFound
from schemas.identities import Identity

_EXTENSION, _CLIENT = "kyuc-provider", "search_ui.openid"
_HERE = {"localhost", "127.0.0.1", "::1"}


@dataclass(frozen=True, slots=True)
class Answer:
    identity: Identity
    nonce: str


class Provider(Protocol):
    def ask(self, back: str) -> Response:
        """To the service, which sends the person to `back`. Raises ProviderAway."""
        ...

    def answer(self) -> Answer:
        """What the service said of the person who comes back, checked. Raises Refused, ProviderAway."""
        ...


def current_provider() -> Provider:
    """Raises NotFound where the settings name none."""
    found: Provider | None = current_app.extensions[_EXTENSION]
    if found is None:
        raise NotFound("no provider is set")
    return found


def install(app: Flask, settings: Settings) -> None:
    """Raises ValueError where the issuer would be asked in the open."""
    issuer = settings.oidc_issuer
    address = urlsplit(issuer)
    if issuer and address.scheme != "https" and address.hostname not in _HERE:
        raise ValueError("KYUC_OIDC_ISSUER must begin with https://")
    app.extensions[_EXTENSION] = import_module(_CLIENT).OpenId(app, settings) if issuer else None
    app.jinja_env.globals["provider_name"] = settings.oidc_name if issuer else ""
