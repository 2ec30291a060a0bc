"""Looking through a visit: what is missing is named, and a team lead says what they found."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Protocol

from archive.authority.orthography import nfc
from archive.ports import Catalogue
from schemas.audit import AuditAct, AuditEntry
from schemas.consent import Consent, Manner
from schemas.errors import InvalidInput
from schemas.holdings import Asset, AssetRole, Item, ItemKind, Visit
from schemas.people import User
from schemas.rights import ThingState
from schemas.visit_checks import Lack, Missing, VisitCheck

_TWO_SIDED = frozenset(
    {ItemKind.KEEPSAKE, ItemKind.RELIC, ItemKind.LETTER, ItemKind.DEATH_NOTICE, ItemKind.HONOUR_CERTIFICATE}
)
_MOST_ITEMS = 2000
_LONGEST = 2000


class Stores(Protocol):
    def records(self) -> Catalogue: ...


def check_visit(archive: Stores, visit: Visit, by: User, *, complete: bool, words: str = "") -> VisitCheck:
    """Raises InvalidInput where something is to be brought and nobody says what."""
    said = nfc(words).strip()[:_LONGEST]
    if not complete and not said:
        raise InvalidInput(
            "words",
            vi="Hãy ghi cần bổ sung gì, để tình nguyện viên biết.",
            en="Say what is to be brought in addition, so that the volunteer knows.",
        )
    made = VisitCheck(visit.id, by.id, complete, said)
    with archive.records() as records:
        records.add_visit_check(made)
        details = {"complete": complete}
        records.note(AuditEntry(AuditAct.VISIT_CHECKED, "visit", visit.id, details=details))
        records.commit()
    return made


def missing_in(records: Catalogue, visit: Visit) -> list[Missing]:
    """What usually belongs to a visit and this one has not; reminders, never conditions."""
    items = [one for one in records.items_of(visit.id, limit=_MOST_ITEMS) if one.state is ThingState.KEPT]
    assets = records.assets_of_items([item.id for item in items])
    stated = records.consents_of([visit.id]).get(visit.id, ())
    return [
        *_of_consent(stated),
        *_of_files(records, visit, assets),
        *_of_words(visit, items),
        *(lack for item in items for lack in _of_object(item, [a for a in assets if a.item_id == item.id])),
    ]


def _of_consent(stated: Sequence[Consent]) -> Iterator[Missing]:
    if not stated:
        yield Missing(Lack.CONSENT)
    elif all(one.manner is Manner.TICKED for one in stated):
        yield Missing(Lack.EVIDENCE)


def _of_files(records: Catalogue, visit: Visit, assets: Sequence[Asset]) -> Iterator[Missing]:
    if not assets:
        yield Missing(Lack.FILES)
    yield from (Missing(Lack.UNDERWAY, one.filename) for one in records.underway_in(visit.id))


def _of_words(visit: Visit, items: Sequence[Item]) -> Iterator[Missing]:
    account = visit.account
    if not any(item.kind is ItemKind.TESTIMONY for item in items):
        yield Missing(Lack.TESTIMONY)
    if not visit.witnesses and not account.people:
        yield Missing(Lack.WITNESS)
    if not account.martyr:
        yield Missing(Lack.MARTYR)
    if not account.place and account.latitude is None:
        yield Missing(Lack.PLACE)


def _of_object(item: Item, assets: Sequence[Asset]) -> Iterator[Missing]:
    roles = {asset.role for asset in assets}
    if item.kind in _TWO_SIDED and AssetRole.FRONT in roles and AssetRole.BACK not in roles:
        yield Missing(Lack.OTHER_SIDE, item.title)
    pages = sorted({asset.position for asset in assets if asset.role is AssetRole.PAGE})
    gaps = sorted(set(range(1, pages[-1])) - set(pages)) if len(pages) > 1 and pages[0] >= 1 else []
    if gaps:
        yield Missing(Lack.PAGE, f"{item.title}: {', '.join(map(str, gaps))}")
