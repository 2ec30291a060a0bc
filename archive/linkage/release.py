"""What may leave the desk: links that the province confirmed and an authority's decision concluded.

Pages for volunteers, relatives and the public ask here and nowhere else. Withdraw one confirmation and the
link is gone from them at once.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass

from archive.linkage.review import concluded_by
from archive.linkage.said import said_of
from archive.ports import Catalogue
from schemas.linkage import Decision, Subject
from schemas.rights import Reach


@dataclass(frozen=True, slots=True)
class Released:
    record_id: str
    name: str | None
    """None: chưa xác định được thông tin."""
    authority_number: str


def released_for(records: Catalogue, item_id: str) -> list[Released]:
    """The martyrs that this item may be said to speak of outside the desk."""
    ledger: dict[Subject, list[Decision]] = defaultdict(list)
    for entry in records.decisions_touching(item_id):
        ledger[entry.subject].append(entry)
    if not ledger:
        return []
    involved = records.brought_by([item_id])[item_id]
    found = []
    for subject, entries in ledger.items():
        number = concluded_by(entries, involved)
        if number:
            record_id = subject.right if subject.left == item_id else subject.left
            found.append(Released(record_id, said_of(records, record_id, Reach()).name, number))
    return found
