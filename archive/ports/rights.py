"""The parts of the records about what families allowed and took back, and about what is withheld."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Protocol

from schemas.consent import Consent, Withdrawal
from schemas.erasures import Erasure
from schemas.holdings import Item
from schemas.rights import ThingState
from schemas.shares import Share
from schemas.withheld import MaskedDerivative, WithheldPart


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


class Withholding(Protocol):
    """The part of the records about parts of items that are not for everybody, and about quarantine."""

    def add_withheld(self, part: WithheldPart) -> None: ...
    def withheld_part(self, part_id: str) -> WithheldPart:
        """One that is not lifted. Raises NotFound."""
        ...

    def lift_withheld(self, part_id: str, by: str) -> None: ...
    def confirm_withheld(self, part_id: str, by: str) -> None: ...
    def ever_withheld(self, asset_id: str) -> Sequence[WithheldPart]:
        """Of this asset, also those that were lifted."""
        ...

    def unconfirmed_withheld(self, made_by: str, limit: int) -> Sequence[tuple[WithheldPart, str]]:
        """Those that stand and that nobody confirmed, each with the id of its item, the newest first."""
        ...

    def withheld_parts(self, asset_ids: Sequence[str]) -> Mapping[str, Sequence[WithheldPart]]:
        """By asset, those that are not lifted; assets without any are left out."""
        ...

    def withheld_of_items(self, item_ids: Sequence[str]) -> Mapping[str, Sequence[WithheldPart]]:
        """By item, those that are not lifted; items without any are left out."""
        ...

    def replace_masked(self, asset_id: str, made: Sequence[MaskedDerivative]) -> None:
        """What stands in place of the asset's derivatives for those who do not see all of it."""
        ...

    def masked_of(self, asset_id: str) -> Sequence[MaskedDerivative]: ...
    def quarantined(self, limit: int) -> Sequence[Item]:
        """Items that are set apart, the newest first."""
        ...

    def set_item_state(self, item_id: str, state: ThingState) -> None: ...


class Erasures(Protocol):
    """The part of the records about what was erased."""

    def erase_item(self, item_id: str) -> Erasure:
        """Take the item's files, texts, work and suggestions out of the records; an empty row remains, which
        says to what refers to it that it was withdrawn. The answer names what the store still holds."""
        ...

    def empty_visit(self, visit_id: str) -> None:
        """Names of people and what else the visit told of them."""
        ...

    def remove_practice(self, visit_id: str) -> Sequence[str]:
        """A practice visit with every row about it; keys of parts that the store still holds. Others stay."""
        ...

    def erasures(self, *, open_only: bool = False) -> Sequence[Erasure]:
        """Oldest first; `open_only`: those of which the store still holds bytes."""
        ...

    def end_erasure(self, erasure_id: str) -> None: ...


class Shares(Protocol):
    """The part of the records about links for families."""

    def add_share(self, share: Share, token_hash: str) -> None: ...
    def shares_of(self, visit_id: str) -> Sequence[Share]:
        """Newest first."""
        ...

    def share_with(self, token_hash: str) -> Share | None: ...
    def count_share_opening(self, share_id: str) -> None: ...
    def revoke_share(self, share_id: str, visit_id: str) -> bool:
        """Whether it stood until now."""
        ...
