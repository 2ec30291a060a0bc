"""Searching the archive: a query is understood, the index asked, each place led back to box or second."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Sequence
from dataclasses import replace
from threading import Lock

from archive.authority.places import full_label
from archive.indexing import Records
from archive.ports import Catalogue, SearchIndex
from archive.spoken_of import places_that_speak_of, sought_things
from archive.understanding import understand
from schemas.errors import NotFound
from schemas.queries import FacetValue, Hit, HitPlace, SearchQuery, SearchResult
from schemas.rights import Reach
from schemas.transcripts import Transcript

_KEPT_TRANSCRIPTS = 256


class Discovery:
    """Threads may share it. Transcripts never change, so those read last are kept."""

    def __init__(self, records: Records, index: SearchIndex) -> None:
        self._records = records
        self._index = index
        self._kept: OrderedDict[str, Transcript | None] = OrderedDict()
        self._guard = Lock()

    def search(self, query: SearchQuery) -> SearchResult:
        """Any text is a valid query. Raises SearchUnavailable."""
        asked, chips = understand(query)
        found = self._index.search(asked)
        facets = {**found.facets, "place": tuple(map(_named, found.facets.get("place", ())))}
        apart = query.reach.apart if query.reach else frozenset()
        open_ones = [hit for hit in found.hits if hit.item_id not in apart]
        hits = self._spoken_of(self._located(open_ones), asked)
        return replace(found, hits=hits, facets=facets, understood=chips)

    def suggest(self, prefix: str, reach: Reach, limit: int = 8) -> Sequence[str]:
        """Names, units and places of the archive that go on from what was typed."""
        return self._index.suggest(prefix, limit, reach=reach)

    def _located(self, hits: Sequence[Hit]) -> tuple[Hit, ...]:
        wanted = {place.transcript_id for hit in hits for place in hit.places if place.transcript_id}
        known = self._transcripts(wanted)
        return tuple(
            replace(hit, places=tuple(_at_its_place(place, known) for place in hit.places)) for hit in hits
        )

    def _spoken_of(self, hits: tuple[Hit, ...], asked: SearchQuery) -> tuple[Hit, ...]:
        """A hit in which no word of the query stands shows where it speaks of what was meant."""
        things = sought_things(asked)
        bare = {hit.item_id for hit in hits if not any(place.highlights for place in hit.places)}
        if not things or not bare:
            return hits
        with self._records() as catalogue:
            better = {item_id: places_that_speak_of(catalogue, item_id, things) for item_id in bare}
        return tuple(replace(hit, places=better.get(hit.item_id) or hit.places) for hit in hits)

    def _transcripts(self, ids: set[str]) -> dict[str, Transcript | None]:
        with self._guard:
            known = {one: self._kept[one] for one in ids if one in self._kept}
        missing = ids - known.keys()
        if missing:
            with self._records() as catalogue:
                known |= {one: _transcript(catalogue, one) for one in missing}
        with self._guard:
            self._kept.update(known)
            while len(self._kept) > _KEPT_TRANSCRIPTS:
                self._kept.popitem(last=False)
        return known


def _named(place: FacetValue) -> FacetValue:
    return replace(place, label=full_label(place.value))


def _transcript(catalogue: Catalogue, transcript_id: str) -> Transcript | None:
    """None if it was removed since the item was indexed."""
    try:
        return catalogue.transcript(transcript_id)
    except NotFound:
        return None


def _at_its_place(place: HitPlace, known: dict[str, Transcript | None]) -> HitPlace:
    """The place with the box or the seconds of its best run of words."""
    transcript = known.get(place.transcript_id or "")
    locator = place.locator
    if transcript is None or locator is None or locator.text_start is None or locator.text_end is None:
        return place
    found = transcript.locate(locator.text_start, locator.text_end)
    return replace(place, locator=found[0]) if found else place
