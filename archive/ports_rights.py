"""The part of the records about what families allowed and took back."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Protocol

from schemas.consent import Consent, Withdrawal


class Consents(Protocol):
    def add_consent(self, given: Consent) -> None:
        """The same id twice is harmless: the first stands."""
        ...

    def consent(self, consent_id: str) -> Consent:
        """Raises NotFound."""
        ...

    def consents_of(self, visit_ids: Sequence[str]) -> Mapping[str, Sequence[Consent]]:
        """By visit, oldest first, with what was taken back since; visits without any are left out."""
        ...

    def withdraw_consent(self, withdrawal: Withdrawal) -> None: ...
    def withdrawals_of(self, consent_ids: Sequence[str]) -> Sequence[Withdrawal]:
        """Oldest first."""
        ...
