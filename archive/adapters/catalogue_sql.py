"""The records in SQLite (WAL) or PostgreSQL: one transaction over all of them."""

from __future__ import annotations

from collections.abc import Callable

from sqlalchemy import Engine

from archive.adapters.records_access import AccessRecords
from archive.adapters.records_arrivals import ArrivalRecords
from archive.adapters.records_audit import AuditingRecords
from archive.adapters.records_bag_imports import BagImportRecords
from archive.adapters.records_case_acts import CaseActRecords
from archive.adapters.records_consents import ConsentRecords
from archive.adapters.records_data_requests import DataRequestRecords
from archive.adapters.records_desk import DeskRecords
from archive.adapters.records_editing import EditingRecords
from archive.adapters.records_erasures import ErasureRecords
from archive.adapters.records_exports import ExportingRecords
from archive.adapters.records_graves import BurialRecords
from archive.adapters.records_holdings import HoldingsRecords
from archive.adapters.records_keeping import KeepingRecords
from archive.adapters.records_martyrs import MartyrRecords
from archive.adapters.records_people import PeopleRecords
from archive.adapters.records_processing import ProcessingRecords
from archive.adapters.records_reports import ReportRecords
from archive.adapters.records_reprocessing import ReprocessingRecords
from archive.adapters.records_running import RunningRecords
from archive.adapters.records_second import SecondReadingRecords
from archive.adapters.records_sendings import SendingRecords
from archive.adapters.records_shares import ShareRecords
from archive.adapters.records_texts import TextRecords
from archive.adapters.records_textwork import TextWorkRecords
from archive.adapters.records_uploads import UploadsRecords
from archive.adapters.records_visit_checks import VisitCheckRecords
from archive.adapters.records_watches import WatchRecords
from archive.adapters.records_withheld import WithheldRecords
from archive.adapters.records_work import WorkRecords
from archive.adapters.sql import make_engine, upgrade
from archive.ports import Catalogue
from archive.settings import Settings


class SqlCatalogue(
    HoldingsRecords,
    TextRecords,
    WorkRecords,
    PeopleRecords,
    AccessRecords,
    MartyrRecords,
    DeskRecords,
    CaseActRecords,
    WatchRecords,
    BurialRecords,
    UploadsRecords,
    SendingRecords,
    EditingRecords,
    TextWorkRecords,
    SecondReadingRecords,
    ReprocessingRecords,
    AuditingRecords,
    RunningRecords,
    KeepingRecords,
    ConsentRecords,
    ReportRecords,
    BagImportRecords,
    DataRequestRecords,
    ProcessingRecords,
    ArrivalRecords,
    VisitCheckRecords,
    WithheldRecords,
    ErasureRecords,
    ShareRecords,
    ExportingRecords,
):
    """`with archive.records() as records: …; records.commit()`; leaving without commit rolls back."""

    def __enter__(self) -> SqlCatalogue:
        return self

    def __exit__(self, *exc: object) -> None:
        self.close()


class SqlDatabase:
    """The engine with its pool; gives transactions. Brings the schema up to date on first use."""

    def __init__(self, engine: Engine) -> None:
        self.engine = engine
        upgrade(engine)

    def records(self) -> SqlCatalogue:
        return SqlCatalogue(self.engine)

    def close(self) -> None:
        self.engine.dispose()


def open_database(settings: Settings) -> SqlDatabase:
    """Raises RecordsUnavailable."""
    if settings.database_url.startswith("sqlite"):
        settings.data.mkdir(parents=True, exist_ok=True)
    return SqlDatabase(make_engine(settings.database_url))


def opener(settings: Settings) -> Callable[[], Catalogue]:
    """What makes a new transaction (mypy proves here that the adapter fits the port)."""
    return open_database(settings).records
