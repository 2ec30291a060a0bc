"""What graves and kin need from the records."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

from schemas.graves import Grave, Kin, Opening


class Burials(Protocol):
    """Statements of graves and kin: added, withdrawn, never changed."""

    def add_grave(self, grave: Grave) -> None: ...
    def graves_of(self, record_id: str) -> Sequence[Grave]:
        """Standing ones, oldest first."""
        ...

    def grave(self, grave_id: str) -> Grave:
        """Raises NotFound."""
        ...

    def add_kin(self, kin: Kin) -> None: ...
    def kin_of(self, record_id: str) -> Sequence[Kin]: ...
    def kin(self, kin_id: str) -> Kin:
        """Raises NotFound."""
        ...

    def burial_statement(self, statement_id: str) -> Grave | Kin:
        """Raises NotFound."""
        ...

    def withdraw_statement(self, statement_id: str) -> None:
        """Of a grave or of kin. Raises NotFound where it is not there or was withdrawn."""
        ...

    def add_opening(self, opening: Opening) -> None: ...
    def openings_of(self, subject_id: str) -> Sequence[Opening]:
        """Oldest first."""
        ...
