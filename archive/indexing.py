"""From the records to the index: what an item says, who and what is named in it, who may find it.

The index holds nothing that the records do not, so it can be thrown away and made again.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import date
from itertools import islice

from archive.authority.edtf_bounds import bounds
from archive.authority.extraction import find_mentions
from archive.authority.places import expand_place
from archive.authority.units import unit_tails
from archive.ports import Catalogue, SearchIndex
from archive.rights.doors import doors_of
from archive.rights.processing import readable
from archive.seeing import texts_for_all, things_of
from archive.watching import tell_watchers
from schemas.errors import SearchUnavailable
from schemas.holdings import Asset, Item, Visit
from schemas.mentions import Mention, MentionKind
from schemas.queries import IndexDocument, Passage
from schemas.rights import Thing, ThingState
from schemas.transcripts import Transcript

Records = Callable[[], Catalogue]
_BATCH = 500
_EARLIEST, _LATEST = date(1900, 1, 1), date(2049, 12, 31)
_LEAST_WEIGHT = 0.1


def index_items(records: Records, index: SearchIndex, item_ids: Iterable[str]) -> int:
    """Index these items as they are now; ids that no longer exist leave the index. Returns how many stand."""
    wanted = list(item_ids)
    stand: set[str] = set()

    def documents() -> Iterator[IndexDocument]:
        for batch in _batches(wanted):
            with records() as catalogue:
                made = documents_of(catalogue, batch)
                if tell_watchers(catalogue, made):
                    catalogue.commit()
            stand.update(document.item_id for document in made)
            yield from made

    index.put(documents())
    gone = [item_id for item_id in wanted if item_id not in stand]
    if gone:
        index.remove(gone)
    return len(stand)


def index_now(records: Records, index: SearchIndex, item_ids: Iterable[str]) -> None:
    """Index these items here and now, so that a change of rights holds in the search at once. Where that
    cannot be done the stage that was planned for it does it when it can."""
    with suppress(SearchUnavailable):
        index_items(records, index, item_ids)


def rebuild_index(records: Records, index: SearchIndex) -> int:
    """The whole index anew from the records, beside the one in use. Returns the number of items."""
    return index.rebuild(all_documents(records))


def all_documents(records: Records) -> Iterator[IndexDocument]:
    with records() as catalogue:
        for batch in _batches(catalogue.item_ids()):
            yield from documents_of(catalogue, batch)


def documents_of(catalogue: Catalogue, item_ids: Sequence[str]) -> list[IndexDocument]:
    """One document for each item that exists; a fixed number of queries for all of them."""
    shut = (ThingState.WITHDRAWN, ThingState.PRACTICE)
    items = [item for item in catalogue.items(item_ids) if item.state not in shut]
    assets: dict[str, list[Asset]] = {}
    for asset in catalogue.assets_of_items([item.id for item in items]):
        assets.setdefault(asset.item_id, []).append(asset)
    asset_ids = [asset.id for many in assets.values() for asset in many]
    transcripts, mentions = texts_for_all(catalogue, asset_ids)
    visits = catalogue.find_visits(sorted({item.visit_id for item in items}))
    things = things_of(catalogue, items)
    said = _Said(transcripts, mentions)
    return [
        _document(item, visits[item.visit_id], things[item.id], assets.get(item.id, []), said)
        for item in items
    ]


@dataclass(frozen=True, slots=True)
class _Said:
    """Texts by asset, and mentions by text."""

    transcripts: Mapping[str, Transcript]
    mentions: Mapping[str, Sequence[Mention]]


def _document(
    item: Item,
    visit: Visit,
    thing: Thing,
    assets: Sequence[Asset],
    said: _Said,
) -> IndexDocument:
    ordered = sorted(assets, key=lambda asset: (asset.position, asset.id))
    texts = [said.transcripts[asset.id] for asset in ordered if asset.id in said.transcripts]
    texts = [text for text in texts if readable(text, thing)]
    found = [mention for text in texts for mention in said.mentions.get(text.id, ())]
    found += find_mentions(f"{item.title}\n{item.description}".strip())
    dated = day_bounds(item.dated)
    return IndexDocument(
        item_id=item.id,
        kind=item.kind,
        title=item.title,
        passages=tuple(_passages(item, texts)),
        visit_id=item.visit_id,
        external_id=item.external_id,
        level=item.level,
        organisation_path=visit.organisation_path,
        doors=doors_of(thing),
        commune=visit.commune,
        captured=dated[0] if dated else visit.date,
        persons=_values(found, MentionKind.PERSON),
        units=_units(found),
        places=_places(found),
        days=tuple(dict.fromkeys([*([dated] if dated else []), *_days(found)])),
        place_labels=_place_labels(found),
        medium=ordered[0].medium.value if ordered else "",
    )


def _passages(item: Item, texts: Iterable[Transcript]) -> Iterator[Passage]:
    if item.description.strip():
        yield Passage(None, None, item.description)
    for transcript in texts:
        size = sum(len(segment.text) for segment in transcript.segments)
        weighed = sum(segment.confidence * len(segment.text) for segment in transcript.segments)
        located = any(
            segment.box is not None or segment.start is not None or segment.page is not None
            for segment in transcript.segments
        )
        quality = weighed / size if size else 1.0
        yield Passage(transcript.asset_id, transcript.id, transcript.text, quality, located)


def _values(found: Iterable[Mention], kind: MentionKind) -> tuple[str, ...]:
    return tuple(dict.fromkeys(mention.value for mention in found if mention.kind is kind and mention.value))


def _units(found: Iterable[Mention]) -> tuple[str, ...]:
    """Every tail of every unit of ours, so that a regiment finds its companies."""
    ours = (m for m in found if m.kind is MentionKind.UNIT and m.attributes.get("side") != "enemy")
    return tuple(dict.fromkeys(tail for mention in ours for tail in unit_tails(mention.value)))


def _places(found: Iterable[Mention]) -> tuple[str, ...]:
    """Ids of what a place name may mean and of all that lies around it, in every epoch."""
    ids: dict[str, None] = {}
    for mention in found:
        if mention.kind is not MentionKind.PLACE:
            continue
        for candidate in mention.candidates:
            if candidate.ref and candidate.weight >= _LEAST_WEIGHT:
                ids.update(dict.fromkeys(expand_place(candidate.ref)))
    return tuple(ids)


def _place_labels(found: Iterable[Mention]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(mention.text for mention in found if mention.kind is MentionKind.PLACE))


def _days(found: Iterable[Mention]) -> Iterator[tuple[date, date]]:
    for mention in found:
        if mention.kind is MentionKind.DATE and (days := mentioned_days(mention)):
            yield days


def mentioned_days(mention: Mention) -> tuple[date, date] | None:
    """First and last day of a date; an open end is cut where no material of ours can lie."""
    lower, upper = mention.attributes.get("lower"), mention.attributes.get("upper")
    if not (lower or upper):
        return None
    first = date.fromisoformat(lower) if lower else _EARLIEST
    last = date.fromisoformat(upper) if upper else _LATEST
    return (first, last) if first <= last else None


def day_bounds(edtf: str | None) -> tuple[date, date] | None:
    """First and last day of an EDTF date, or of a time stamp; None for anything else."""
    for written in (edtf or "", (edtf or "")[:10]):
        try:
            first, last = bounds(written)
        except ValueError:
            continue
        if first and last:
            return first, last
    return None


def _batches(ids: Iterable[str]) -> Iterator[list[str]]:
    source = iter(ids)
    while batch := list(islice(source, _BATCH)):
        yield batch
