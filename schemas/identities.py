"""Who somebody is for an office's own sign-in service (OpenID Connect)."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Identity:
    """What the service says, after its signature was checked."""

    issuer: str
    subject: str
    """Never given to another person by that service."""
    email: str = ""
    """Empty where the service did not verify it."""
