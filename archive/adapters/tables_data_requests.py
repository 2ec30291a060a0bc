"""Tables of what people ask about their own data."""

from __future__ import annotations

from sqlalchemy import Column, Date, ForeignKey, String, Table, Text

from archive.adapters.tables import ID, Json, Moment, metadata

data_requests = Table(
    "data_requests",
    metadata,
    Column("id", ID, primary_key=True),
    Column("code", String(20), nullable=False, unique=True),
    Column("kind", String(20), nullable=False),
    Column("visit_id", ID, ForeignKey("visits.id"), nullable=False, index=True),
    Column("asker", Json, nullable=False),
    Column("words", Text, nullable=False),
    Column("received_on", Date, nullable=False),
    Column("answer_due", Date, nullable=False),
    Column("due", Date, nullable=False),
    Column("entered_by", String(80), nullable=False),
    Column("state", String(20), nullable=False, index=True),
    Column("holder", ID),
    Column("outcome", Text, nullable=False),
    Column("ended_on", Date),
    Column("made_at", Moment, nullable=False),
)

data_request_events = Table(
    "data_request_events",
    metadata,
    Column("id", ID, primary_key=True),
    Column("request_id", ID, ForeignKey("data_requests.id"), nullable=False, index=True),
    Column("act", String(20), nullable=False),
    Column("by", String(80), nullable=False),
    Column("facts", Json, nullable=False),
    Column("words", Text, nullable=False),
    Column("at", Moment, nullable=False),
)
