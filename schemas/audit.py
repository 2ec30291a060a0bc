"""Who did or saw what: entries of the audit, their chain, and the anchors that hold it from outside.

An entry names people and things by their ids and says the rest in codes. Names, addresses, texts and reasons
in free words have no place in it: it outlives every erasure.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum

Detail = str | int | bool

_CODE = re.compile(r"[A-Za-z0-9_.:+/-]{0,200}")


class AuditAct(StrEnum):
    """What was done. The value is the code in the entry; the words are in the catalogues."""

    SIGN_IN = "sign_in"
    SIGN_OUT = "sign_out"
    SESSION_ENDED = "session_ended"
    PASSWORD_SET = "password_set"
    SECOND_FACTOR_CHANGED = "second_factor_changed"
    API_TOKEN_CHANGED = "api_token_changed"
    IDENTITY_LINKED = "identity_linked"
    USER_ADDED = "user_added"
    LINK_ISSUED = "link_issued"
    ROLES_CHANGED = "roles_changed"
    ACCOUNT_CLOSED = "account_closed"
    ACCOUNT_OPENED = "account_opened"
    CALL_REFUSED = "call_refused"
    VISIT_OPENED = "visit_opened"
    VISIT_CHANGED = "visit_changed"
    VISIT_CHECKED = "visit_checked"
    FILE_RECEIVED = "file_received"
    TEXTS_IMPORTED = "texts_imported"
    ITEM_CHANGED = "item_changed"
    TEXT_CHANGED = "text_changed"
    LINK_DECIDED = "link_decided"
    VALUE_TAKEN = "value_taken"
    LIST_IMPORTED = "list_imported"
    MODEL_LEARNED = "model_learned"
    ORIGINAL_DOWNLOADED = "original_downloaded"
    DOSSIER_VIEWED = "dossier_viewed"
    RESTRICTED_READ = "restricted_read"
    CONTACTS_READ = "contacts_read"
    POINT_READ = "point_read"
    EXPORTED = "exported"
    SHARED = "shared"
    CONSENT_CHANGED = "consent_changed"
    ERASED = "erased"
    WORK_AGAIN = "work_again"
    WORK_GIVEN_UP = "work_given_up"
    QUEUE_PAUSED = "queue_paused"
    QUEUE_RESUMED = "queue_resumed"
    SETTINGS_SEEN = "settings_seen"
    FIXITY_CHECKED = "fixity_checked"
    BACKUP_MADE = "backup_made"
    RESTORED = "restored"
    AUDIT_READ = "audit_read"
    WEEK_REVIEWED = "week_reviewed"
    REQUEST_HANDLED = "request_handled"
    """What a person asked about their own data: entered, taken up, answered, done, refused."""
    REPORT_HANDLED = "report_handled"
    """Something that a person without an account brought: taken up, handed over, asked about, decided."""


class Outcome(StrEnum):
    DONE = "done"
    REFUSED = "refused"
    FAILED = "failed"


@dataclass(frozen=True, slots=True)
class Actor:
    """Who acts: a user with the roles held now, or a part of the archive itself (`kyuc.cli`)."""

    id: str = ""
    """Empty: nobody who is known."""
    roles: tuple[str, ...] = ()
    request: str = ""
    """Joins the entry with the log lines of the same request or job."""


@dataclass(frozen=True, slots=True)
class AuditEntry:
    """One act as it is handed in; its number, time and hash are given when it is written.

    Raises ValueError where a detail is more than a code: free words could be somebody's name.
    """

    act: AuditAct
    subject_kind: str = ""
    subject_id: str = ""
    outcome: Outcome = Outcome.DONE
    details: Mapping[str, Detail] = field(default_factory=dict)
    actor: Actor | None = None
    """None: whoever acts where the entry is made."""

    def __post_init__(self) -> None:
        words = [self.subject_kind, self.subject_id, *self.details]
        words += [value for value in self.details.values() if isinstance(value, str)]
        if not all(_CODE.fullmatch(word) for word in words):
            raise ValueError(f"an audit entry ({self.act}) holds codes only")


@dataclass(frozen=True, slots=True)
class WrittenEntry:
    """An entry as it stands in the chain."""

    number: int
    """From 1, without a gap."""
    at: datetime
    act: str
    by: str
    roles: str
    """Codes of the roles held at that moment, joined by `+`."""
    subject_kind: str
    subject_id: str
    outcome: str
    details: str
    """JSON with sorted keys."""
    request: str
    hash: bytes
    """32 bytes: SHA-256 over the hash before and everything above."""


@dataclass(frozen=True, slots=True)
class Anchor:
    """Where the chain stood at the end of a day. Printed or kept elsewhere, it proves all before it."""

    day: date
    number: int
    hash: bytes

    def to_json(self) -> dict[str, object]:
        return {"day": self.day.isoformat(), "number": self.number, "hash": self.hash.hex()}

    @classmethod
    def from_json(cls, data: Mapping[str, object]) -> Anchor:
        """Raises KeyError, ValueError."""
        return cls(
            date.fromisoformat(str(data["day"])), int(str(data["number"])), bytes.fromhex(str(data["hash"]))
        )


@dataclass(frozen=True, slots=True)
class AuditFilter:
    """What to look for; empty fields ask nothing. Times from `since` on, before `until`."""

    act: str = ""
    by: str = ""
    subject_id: str = ""
    outcome: str = ""
    since: datetime | None = None
    until: datetime | None = None


@dataclass(frozen=True, slots=True)
class ActCount:
    """How often somebody did something, for the weekly list."""

    act: str
    by: str
    outcome: str
    times: int
    last_number: int
