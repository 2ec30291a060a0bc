"""An original that is not what was received: an incident is opened, and mended where a whole copy stands."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

from archive.intake import Stores
from archive.ports import ObjectStore
from schemas.audit import AuditAct, AuditEntry, Outcome
from schemas.errors import DamagedObject, InvalidInput, NotFound, StoreUnavailable
from schemas.holdings import StoredObject
from schemas.keeping import Incident, IncidentState

BY_ITSELF = "kyuc.fixity"
MENDED_FROM_SECOND, WHOLE_AGAIN = "second_store", "whole_again"
"""Codes of the notes that the archive itself writes; people's notes are their words."""


class Archive(Stores, Protocol):
    @property
    def second(self) -> ObjectStore | None: ...


def note_whole(archive: Archive, originals: Sequence[StoredObject]) -> None:
    """Also ends incidents that somebody mended by hand."""
    if not originals:
        return
    with archive.records() as records:
        records.add_fixity_events([stored.sha256 for stored in originals], "whole")
        for stored in originals if records.open_incidents() else ():
            if (incident := records.open_incident(stored.sha256)) is not None:
                records.end_incident(incident.id, IncidentState.MENDED, BY_ITSELF, WHOLE_AGAIN)
        records.commit()


def note_damage(archive: Archive, stored: StoredObject, outcome: str) -> bool:
    """Write it down, open an incident (once), try the second store. True: the original is whole again."""
    with archive.records() as records:
        records.add_fixity_events([stored.sha256], outcome)
        incident = records.open_incident(stored.sha256)
        if incident is None:
            incident = Incident(stored.sha256, outcome)
            records.add_incident(incident)
            details = {"sha256": stored.sha256, "outcome": outcome}
            records.note(
                AuditEntry(AuditAct.FIXITY_CHECKED, "incident", incident.id, Outcome.FAILED, details)
            )
        records.commit()
    if not _mended(archive, stored):
        return False
    with archive.records() as records:
        records.add_fixity_events([stored.sha256], "whole")
        records.end_incident(incident.id, IncidentState.MENDED, BY_ITSELF, MENDED_FROM_SECOND)
        details = {"sha256": stored.sha256, "outcome": "mended"}
        records.note(AuditEntry(AuditAct.FIXITY_CHECKED, "incident", incident.id, details=details))
        records.commit()
    return True


def _mended(archive: Archive, stored: StoredObject) -> bool:
    """Put back under the same hash as a new version; the damaged one stays beneath it as evidence."""
    if archive.second is None or stored.held_in != "objects":
        return False
    try:
        if not archive.second.verify(stored.sha256, stored.size):
            return False
        with archive.second.retrieve(stored.sha256) as stream:
            archive.objects.deposit(stream, stored.media_type)
        return archive.objects.verify(stored.sha256, stored.size)
    except (NotFound, DamagedObject, StoreUnavailable):
        return False


def close_incident(archive: Stores, incident_id: str, by: str, note: str) -> None:
    """A person looked into it. Raises InvalidInput without a note, Conflict where it is ended already."""
    if not note.strip():
        raise InvalidInput(
            "no note",
            vi="Hãy ghi đã tìm thấy gì và đã làm gì rồi mới đóng sự cố.",
            en="Write what was found and done before closing the incident.",
        )
    with archive.records() as records:
        records.end_incident(incident_id, IncidentState.CLOSED, by, note.strip())
        records.note(
            AuditEntry(AuditAct.FIXITY_CHECKED, "incident", incident_id, details={"outcome": "closed"})
        )
        records.commit()
