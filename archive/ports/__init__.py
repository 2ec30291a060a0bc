"""What the archive needs from the outside, in the archive's words. Adapters fit these; mypy proves it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any, BinaryIO, Protocol

from archive.ports.access import ApiTokens, Identities, SecondFactors, Sessions
from archive.ports.arrivals import Arrivals, VisitChecks
from archive.ports.audit import AuditRecords
from archive.ports.bag_imports import BagImports
from archive.ports.data_requests import DataRequests
from archive.ports.desk import CaseActs
from archive.ports.editing import Editing
from archive.ports.exports import ExportRecords
from archive.ports.graves import Burials
from archive.ports.keeping import KeepingRecords
from archive.ports.processing import ProcessingRegister
from archive.ports.reports import Reports
from archive.ports.reprocessing import MachineTexts
from archive.ports.rights import Consents, Erasures, Shares, Withholding
from archive.ports.running import RunningRecords
from archive.ports.textwork import TextWork
from archive.ports.uploads import UploadRecords
from archive.ports.watches import Watching
from schemas.holdings import Accession, Asset, Derivative, Item, StoredObject, Visit
from schemas.linkage import CaseFilter, Decision, Subject, Suggestion
from schemas.martyrs import Assertion, SourceList, SourceRow
from schemas.mentions import Mention
from schemas.people import Role, User
from schemas.processing import Stage, StageState, State
from schemas.queries import IndexDocument, SearchQuery, SearchResult
from schemas.rights import Reach
from schemas.sendings import Sending, SentPart
from schemas.transcripts import Transcript


class ByteSource(Protocol):
    """Anything that bytes can be read from once."""

    def read(self, size: int = -1, /) -> bytes: ...


class ObjectStore(Protocol):
    """Originals under their SHA-256, locked against change; derivatives under keys of their own."""

    def prepare(self) -> None:
        """Make what the store needs (buckets) if it is missing. Raises StoreUnavailable."""
        ...

    def deposit(self, stream: ByteSource, media_type: str = "application/octet-stream") -> StoredObject:
        """Stream once into the store, read back, compare.

        Raises StoreUnavailable, StoreFull, DamagedObject.
        """
        ...

    def deposit_file(self, path: Path, media_type: str = "application/octet-stream") -> StoredObject:
        """As `deposit`, from a file of this machine, without a second copy of it."""
        ...

    def verify(self, sha256: str, size: int) -> bool:
        """Whether the stored bytes still have this hash and size. Raises NotFound, StoreUnavailable."""
        ...

    def holds(self, sha256: str) -> bool: ...

    def erase(self, sha256: str) -> None:
        """Every version of the original, its lock lifted; also where it is not there any more.

        Raises StoreUnavailable.
        """
        ...

    def retrieve(self, sha256: str) -> AbstractContextManager[BinaryIO]:
        """The original's bytes as a stream. Raises NotFound, StoreUnavailable."""
        ...

    def put_derivative(self, key: str, stream: BinaryIO, size: int, media_type: str) -> None: ...

    def remove_derivative(self, key: str) -> None:
        """Also where it is not there any more."""
        ...

    def read_derivative(self, key: str) -> AbstractContextManager[BinaryIO]: ...

    def address(
        self,
        key: str,
        *,
        original: bool,
        filename: str | None = None,
        valid: timedelta = timedelta(hours=1),
        origin: str | None = None,
    ) -> str:
        """A presigned address that a browser can GET, ranges included.

        `origin` (scheme://host[:port]) is the one under which the browser sees the archive; without it the
        setting KYUC_PUBLIC_URL, and without that the store's own address.
        """
        ...


class Passwords(Protocol):
    """Hashing of passwords, slow on purpose."""

    def hash(self, password: str) -> str: ...
    def fits(self, password_hash: str | None, password: str) -> bool: ...


class JobQueue(Protocol):
    """Wakes workers. Losing it loses nothing: the truth about work is in the records."""

    def wake(self, state: StageState) -> None:
        """Ask a worker of that stage's queue to look at the work. Raises QueueUnavailable."""
        ...

    def serves(self) -> bool:
        """Whether there is a queue that answers; without one, work is done by whoever planned it."""
        ...


class SearchIndex(Protocol):
    """Finds items. Filled from the records alone; can be deleted and made again."""

    def put(self, documents: Iterable[IndexDocument]) -> None:
        """Replace these items in the index; visible to `search` within two seconds."""
        ...

    def remove(self, item_ids: Iterable[str]) -> None: ...

    def search(self, query: SearchQuery) -> SearchResult: ...

    def suggest(
        self, prefix: str, limit: int = 8, max_level: int = 1, reach: Reach | None = None
    ) -> Sequence[str]:
        """Among the items of this reach; without one, of the whole archive up to a level."""
        ...

    def rebuild(self, documents: Iterable[IndexDocument]) -> int:
        """Build beside, swap, return the number of items."""
        ...

    def is_outdated(self) -> bool:
        """Whether another version of the archive wrote the index: `rebuild` brings it up to date."""
        ...

    def count(self) -> int: ...


class People(Protocol):
    """The part of the records about who works here."""

    def add_user(self, user: User, password_hash: str | None) -> None: ...
    def grant_roles(self, user_id: str, roles: frozenset[Role]) -> None:
        """These are the roles from now on; earlier grants end and are kept."""
        ...

    def find_user(self, user_id: str) -> User | None: ...
    def find_user_by_login(self, login: str) -> User | None: ...
    def all_users(self) -> Sequence[User]: ...
    def password_hash(self, login: str) -> str | None: ...
    def set_password_hash(self, user_id: str, password_hash: str) -> None: ...
    def place_user(self, user_id: str, organisation_path: str, born: date | None) -> None:
        """Where in the organisation tree the account belongs, and its person's day of birth."""
        ...

    def organisation_paths(self) -> Sequence[str]:
        """Every place of the organisation tree where somebody or some visit stands, in order."""
        ...

    def visits_by_place(self) -> Mapping[str, int]:
        """How many visits stand at each place of the tree; practice is left out."""
        ...

    def state_purpose(self, user_id: str, purpose: str) -> None: ...
    def set_disabled(self, user_id: str, disabled: bool) -> None: ...
    def has_administrator(self) -> bool: ...
    def add_attempt(self, login_key: str, origin_key: str, succeeded: bool) -> None: ...
    def failed_attempts(self, *, login_key: str, origin_key: str, since: datetime) -> tuple[int, int]:
        """Failures since then, for the login (after its last success) and for the origin."""
        ...

    def forget_attempts(self, before: datetime) -> None: ...
    def add_token(self, token_hash: str, user_id: str, purpose: str, expires_at: datetime) -> None:
        """An earlier token of this user and purpose no longer works."""
        ...

    def use_token(self, token_hash: str, purpose: str) -> str | None:
        """The user's id, once; None if the token is unknown, used or too old."""
        ...


class Martyrs(Protocol):
    """The part of the records about the dead, and the ledger of what people decided about them."""

    def open_list(self, source_list: SourceList) -> None:
        """Begin an import: its rows count only after `close_list`."""
        ...

    def close_list(self, list_id: str) -> None: ...
    def drop_open_lists(self) -> None:
        """Forget imports that were never closed, with the records that only they knew."""
        ...

    def source_lists(self) -> Sequence[SourceList]:
        """Closed ones, newest first."""
        ...

    def known_rows(self, source: str, external_ids: Sequence[str]) -> Mapping[str, tuple[str, str]]:
        """External id to (record id, hash of its newest row), for records that a closed list knows."""
        ...

    def add_rows(self, source: str, rows: Sequence[tuple[str, SourceRow]]) -> None:
        """(external id, row): the record is made where it is new."""
        ...

    def count_records(self, source: str) -> int: ...
    def newest_rows(self, source: str | None = None) -> Iterator[tuple[str, str, SourceRow]]:
        """(source, external id, newest row of a closed list) of every record (of one source), in order."""
        ...

    def rows_of(self, record_id: str) -> Sequence[SourceRow]:
        """Newest first; conflicting editions stand side by side."""
        ...

    def external_id(self, record_id: str) -> str: ...
    def assert_value(self, assertion: Assertion) -> None: ...
    def assertions_of(self, record_id: str) -> Sequence[Assertion]: ...

    def decide(self, decision: Decision) -> None: ...
    def decisions_about(self, subject: Subject) -> Sequence[Decision]: ...
    def decisions_touching(self, some_id: str) -> Sequence[Decision]: ...
    def decisions(self) -> Sequence[Decision]: ...

    def replace_suggestions(self, item_id: str, made: Sequence[Suggestion]) -> None: ...
    def suggestions_of(self, item_id: str) -> Sequence[Suggestion]: ...
    def suggestions(self, *, offset: int = 0, limit: int = 50) -> Sequence[Suggestion]:
        """Of all items, the most probable first."""
        ...


class Desk(Protocol):
    """The part of the records that the verification desk asks."""

    def hold_link(self, subject: Subject) -> None:
        """Until this transaction ends nobody else who holds it adds an entry about the subject."""
        ...

    def find_suggestion(self, item_id: str, record_id: str) -> Suggestion | None: ...
    def suggestions_of_items(self, item_ids: Sequence[str]) -> Mapping[tuple[str, str], Suggestion]:
        """By (item id, record id)."""
        ...

    def suggestions_for(self, record_id: str, *, limit: int = 50) -> Sequence[Suggestion]:
        """Items that may concern this record, the most probable first."""
        ...

    def undecided_suggestions(
        self, wanted: CaseFilter, *, offset: int = 0, limit: int = 50
    ) -> Sequence[Suggestion]:
        """Those that the ledger says nothing of, the most probable first."""
        ...

    def communes(self) -> Sequence[str]:
        """Where visits were made, in order."""
        ...

    def brought_by(self, item_ids: Sequence[str]) -> Mapping[str, frozenset[str]]:
        """By item, who sent its files."""
        ...


class Sendings(Protocol):
    """The part of the records about files that arrive in parts."""

    def add_sending(self, sending: Sending) -> None: ...
    def find_sending(self, sending_id: str) -> Sending | None: ...
    def sending(self, sending_id: str) -> Sending:
        """Raises NotFound."""
        ...

    def add_part(self, sending_id: str, part: SentPart) -> None: ...
    def parts_of(self, sending_id: str) -> Sequence[SentPart]: ...
    def stale_sendings(self, before: datetime) -> Sequence[Sending]:
        """Begun before then and never finished."""
        ...

    def drop_sending(self, sending_id: str) -> None: ...
    def end_sending(self, sending_id: str, asset_id: str) -> None:
        """The whole was taken in; its parts are forgotten."""
        ...


class Catalogue(
    People,
    Sessions,
    SecondFactors,
    ApiTokens,
    Identities,
    UploadRecords,
    Martyrs,
    Desk,
    CaseActs,
    Watching,
    Burials,
    Sendings,
    MachineTexts,
    AuditRecords,
    RunningRecords,
    KeepingRecords,
    Editing,
    TextWork,
    Consents,
    Reports,
    BagImports,
    DataRequests,
    ProcessingRegister,
    Arrivals,
    VisitChecks,
    Withholding,
    Erasures,
    Shares,
    ExportRecords,
    Protocol,
):
    """One transaction over the records. The caller owns it: leaving without `commit` rolls back."""

    def __enter__(self) -> Catalogue: ...
    def __exit__(self, *exc: object) -> None: ...
    def commit(self) -> None: ...

    def add_visit(self, visit: Visit) -> None: ...
    def change_visit(self, visit: Visit) -> None:
        """What was written down of it; id, code, kind, place in the tree and who made it stay."""
        ...

    def visit(self, visit_id: str) -> Visit: ...
    def find_visit(self, visit_id: str) -> Visit | None: ...
    def find_visits(self, visit_ids: Sequence[str]) -> Mapping[str, Visit]:
        """By id; those that do not exist are left out."""
        ...

    def visits(self, *, reach: Reach, offset: int = 0, limit: int = 50) -> Sequence[Visit]:
        """Those within this reach, newest first; consent is for the caller to ask (`archive.seeing`)."""
        ...

    def senders_of(self, visit_ids: Sequence[str]) -> Mapping[str, frozenset[str]]:
        """By visit, who brought its files; for every visit asked about."""
        ...

    def visit_with_code(self, code: str) -> Visit | None: ...

    def add_item(self, item: Item) -> None: ...
    def add_items(self, many: Sequence[Item]) -> None: ...
    def change_item(self, item: Item) -> None:
        """New kind, title, description, level, date; the item keeps its id, visit and source."""
        ...

    def items(self, item_ids: Sequence[str]) -> Sequence[Item]:
        """Those that exist, in no order."""
        ...

    def items_known_as(self, source: str, external_ids: Sequence[str]) -> Sequence[Item]:
        """Items that an import of this source made, by the ids that the source gave them."""
        ...

    def item_count(self, reach: Reach | None = None) -> int:
        """All, or those within a reach."""
        ...

    def item(self, item_id: str) -> Item: ...
    def items_of(self, visit_id: str, *, offset: int = 0, limit: int = 200) -> Sequence[Item]: ...
    def recent_items(self, *, reach: Reach, offset: int = 0, limit: int = 24) -> Sequence[Item]:
        """The newest within this reach, newest first; consent is for the caller to ask (`archive.seeing`)."""
        ...

    def item_ids(self) -> Iterator[str]: ...

    def add_object(self, stored: StoredObject) -> None: ...
    def add_objects(self, many: Sequence[StoredObject]) -> None: ...
    def add_fixity_events(self, sha256s: Sequence[str], outcome: str) -> None:
        """They were compared with their hashes now."""
        ...

    def stored_object(self, sha256: str) -> StoredObject | None: ...
    def add_asset(self, asset: Asset, accession: Accession) -> None: ...
    def asset(self, asset_id: str) -> Asset: ...
    def find_asset(self, asset_id: str) -> Asset | None: ...
    def add_assets(self, many: Sequence[tuple[Asset, Accession]]) -> None: ...
    def assets_of(self, item_id: str) -> Sequence[Asset]: ...
    def assets_of_items(self, item_ids: Sequence[str]) -> Sequence[Asset]: ...
    def accessions_of(self, visit_id: str) -> Sequence[Accession]: ...
    def describe_asset(self, asset_id: str, metadata: Mapping[str, Any]) -> None:
        """Add what was read in the file itself (time, camera, place, pages, duration)."""
        ...

    def assets_with(self, sha256: str) -> Sequence[Asset]: ...

    def add_derivative(self, derivative: Derivative) -> None:
        """Replaces an earlier one of the same asset, kind and page."""
        ...

    def derivatives_of(self, asset_id: str) -> Sequence[Derivative]: ...
    def derivatives_of_assets(self, asset_ids: Sequence[str]) -> Sequence[Derivative]: ...

    def add_transcript(self, transcript: Transcript) -> None: ...
    def add_transcripts(self, many: Sequence[Transcript]) -> None: ...
    def current_transcripts(self, asset_ids: Sequence[str]) -> Mapping[str, Transcript]:
        """By asset; assets without a transcript are left out."""
        ...

    def current_transcript(self, asset_id: str) -> Transcript | None:
        """The newest version; a person's stands above any machine's."""
        ...

    def transcripts(self, asset_id: str) -> Sequence[Transcript]: ...
    def transcript(self, transcript_id: str) -> Transcript: ...

    def replace_mentions(self, transcript_id: str, found: Sequence[Mention]) -> None: ...
    def replace_all_mentions(self, found: Mapping[str, Sequence[Mention]]) -> None:
        """Mentions of many transcripts at once, by transcript id."""
        ...

    def mentions_of(self, transcript_id: str) -> Sequence[Mention]: ...
    def mentions_of_all(self, transcript_ids: Iterable[str]) -> Mapping[str, Sequence[Mention]]:
        """By transcript id, in the order of the text; transcripts without mentions are left out."""
        ...

    def plan_stage(self, target_id: str, item_id: str, stage: Stage) -> StageState:
        """Waiting at a new revision (or the waiting one that stands already)."""
        ...

    def plan_stages(self, many: Sequence[tuple[str, str, Stage]]) -> None:
        """`plan_stage` for many (target id, item id, stage)."""
        ...

    def stage(self, target_id: str, stage: Stage) -> StageState | None: ...
    def end_at_once(self, many: Sequence[tuple[str, str, Stage]]) -> None:
        """Record as done what was done together with its input, in one transaction (bulk import)."""
        ...

    def requeue_failed(self, target_id: str, stage: Stage) -> StageState | None:
        """A person asks to try again: a new revision with fresh attempts. None if it did not fail."""
        ...

    def open_work(self, visit_ids: Sequence[str]) -> Mapping[Stage, int]:
        """How much of the work on these visits waits or runs, by stage."""
        ...

    def failed_work(self, visit_ids: Sequence[str]) -> Sequence[StageState]: ...
    def work_left(self) -> Mapping[Stage, int]:
        """How many wait or run, by stage."""
        ...

    def claim_stage(self, target_id: str, stage: Stage, worker: str, lease: timedelta) -> StageState | None:
        """Take the work if it waits or its lease ran out; None if somebody else has it or it is done."""
        ...

    def claim_stages(self, stage: Stage, worker: str, lease: timedelta, limit: int) -> Sequence[StageState]:
        """`claim_stage` for up to `limit` targets of one stage at once."""
        ...

    def report_progress(self, state: StageState, progress: float, lease: timedelta) -> None: ...
    def end_stage(
        self,
        state: StageState,
        outcome: State,
        *,
        reason_code: str | None = None,
        reason_vi: str | None = None,
        reason_en: str | None = None,
    ) -> None:
        """Ends it only if this worker's attempt still holds it; raises Conflict otherwise."""
        ...

    def end_stages(self, many: Sequence[StageState], outcome: State) -> int:
        """End those of one stage and worker that are still held, without reasons; how many were."""
        ...

    def release_stage(
        self, state: StageState, *, reason_code: str, retry_after: timedelta, failed: bool = False
    ) -> None:
        """Back to waiting after a passing fault; `failed` counts it as one of the few failures allowed."""
        ...

    def stages_of(self, item_id: str) -> Sequence[StageState]: ...
    def stages_of_items(self, item_ids: Sequence[str]) -> Mapping[str, Sequence[StageState]]:
        """By item; items without work are left out."""
        ...

    def stages_in(self, state: State, *, limit: int = 50) -> Sequence[StageState]:
        """Work that stands in this state and was not given up, the latest ended first."""
        ...

    def work_to_wake(self, limit: int = 500) -> Sequence[StageState]:
        """What waits or whose lease ran out: for the sweeper."""
        ...
