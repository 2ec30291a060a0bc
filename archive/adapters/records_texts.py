"""Transcript versions and the mentions in them, in SQL."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict
from typing import Any

from sqlalchemy import case, delete, insert, select

from archive.adapters.records_base import Records
from archive.adapters.tables import mentions, transcripts
from schemas.mentions import Mention
from schemas.transcripts import Transcript, TranscriptStatus

_MENTION = [column for column in mentions.c if column.name not in ("transcript_id", "position")]
_STANDING = (
    case((transcripts.c.status == TranscriptStatus.ACCEPTED, 1), else_=0).desc(),
    case((transcripts.c.author_kind == "person", 1), else_=0).desc(),
    transcripts.c.made_at.desc(),
    transcripts.c.id.desc(),
)


def _row(transcript: Transcript) -> dict[str, Any]:
    letters = sum(len(segment.text) for segment in transcript.segments)
    weighed = sum(len(segment.text) * segment.confidence for segment in transcript.segments)
    return {
        "id": transcript.id,
        "asset_id": transcript.asset_id,
        "author_kind": transcript.author.kind,
        "status": transcript.status,
        "supersedes": transcript.supersedes,
        "made_at": transcript.made_at,
        "body": transcript.to_json(),
        "author": transcript.author.name[:120],
        "track": transcript.track,
        "letters": letters,
        "quality": weighed / letters if letters else None,
        "hand": any(segment.kind == "handwriting" for segment in transcript.segments),
        "about": {
            "author": asdict(transcript.author),
            "reason": transcript.reason,
            "contributors": list(transcript.contributors),
            "sources": list(transcript.sources),
        },
    }


def _mention_row(mention: Mention) -> dict[str, Any]:
    """By hand: `asdict` copies every value deeply, which costs a fifth of an import."""
    row = {column.name: getattr(mention, column.name) for column in _MENTION}
    row["candidates"] = [
        {"value": one.value, "weight": one.weight, "ref": one.ref, "label": one.label}
        | {"attributes": one.attributes}
        for one in mention.candidates
    ]
    return row


def transcript_of(row: Mapping[str, Any]) -> Transcript:
    return Transcript.from_json({**row["body"], "status": row["status"]})


class TextRecords(Records):
    def add_transcript(self, transcript: Transcript) -> None:
        self.add_transcripts([transcript])

    def add_transcripts(self, many: Sequence[Transcript]) -> None:
        if many:
            self.run(insert(transcripts), [_row(transcript) for transcript in many])

    def current_transcript(self, asset_id: str) -> Transcript | None:
        return self.current_transcripts([asset_id]).get(asset_id)

    def current_transcripts(self, asset_ids: Sequence[str]) -> Mapping[str, Transcript]:
        """By asset; assets without any are left out. What was accepted stands above what is proposed."""
        found = select(transcripts).where(
            transcripts.c.asset_id.in_(asset_ids),
            transcripts.c.status != TranscriptStatus.RETURNED,
            transcripts.c.track == "",
        )
        current: dict[str, Transcript] = {}
        for row in self.rows(found.order_by(transcripts.c.asset_id, *_STANDING)):
            if row["asset_id"] not in current:
                current[row["asset_id"]] = transcript_of(row)
        return current

    def transcripts(self, asset_id: str) -> Sequence[Transcript]:
        """All versions, newest first."""
        found = select(transcripts).where(transcripts.c.asset_id == asset_id)
        ordered = found.order_by(transcripts.c.made_at.desc(), transcripts.c.id.desc())
        return [transcript_of(row) for row in self.rows(ordered)]

    def transcript(self, transcript_id: str) -> Transcript:
        return transcript_of(
            self.one(select(transcripts).where(transcripts.c.id == transcript_id), "transcript")
        )

    def replace_mentions(self, transcript_id: str, found: Sequence[Mention]) -> None:
        self.replace_all_mentions({transcript_id: found})

    def replace_all_mentions(self, found: Mapping[str, Sequence[Mention]]) -> None:
        """Mentions of many transcripts at once, by transcript id."""
        self.run(delete(mentions).where(mentions.c.transcript_id.in_(list(found))))
        rows = [
            {**_mention_row(mention), "transcript_id": transcript_id, "position": position}
            for transcript_id, many in found.items()
            for position, mention in enumerate(many)
        ]
        if rows:
            self.run(insert(mentions), rows)

    def mentions_of(self, transcript_id: str) -> Sequence[Mention]:
        return self.mentions_of_all([transcript_id]).get(transcript_id, ())

    def mentions_of_all(self, transcript_ids: Iterable[str]) -> Mapping[str, Sequence[Mention]]:
        """By transcript, in the order of the text."""
        found = select(mentions.c.transcript_id, *_MENTION).where(
            mentions.c.transcript_id.in_(list(transcript_ids))
        )
        by_transcript: dict[str, list[Mention]] = {}
        for row in self.rows(found.order_by(mentions.c.transcript_id, mentions.c.position)):
            values = dict(row)
            by_transcript.setdefault(values.pop("transcript_id"), []).append(Mention.from_json(values))
        return by_transcript
