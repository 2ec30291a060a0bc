"""Where a text speaks of what was understood in a query, in whatever words: "e66", "trung đoàn 66"."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from archive.authority.places import expand_place
from archive.authority.units import unit_tails
from archive.indexing import mentioned_days
from archive.ports import Catalogue
from archive.search_analysis.snippets import around
from archive.seeing import texts_for_all
from schemas.mentions import Mention, MentionKind
from schemas.queries import Highlight, HitPlace, SearchQuery, Understood
from schemas.transcripts import Locator, Transcript

_MOST_PLACES = 3


def sought_things(query: SearchQuery) -> tuple[Understood, ...]:
    """What was understood, and what fields or chosen facets demand."""
    demanded = [Understood("unit", unit, unit, values=(unit,)) for unit in query.units]
    demanded += [Understood("place", place, place, values=(place,)) for place in query.places]
    demanded += [Understood("date", "", "", days=days) for days in query.days]
    return (*query.understood, *demanded)


def places_that_speak_of(
    catalogue: Catalogue, item_id: str, things: Sequence[Understood]
) -> tuple[HitPlace, ...]:
    """The first places of an item where one of the things is mentioned, with box or seconds."""
    assets = sorted(catalogue.assets_of(item_id), key=lambda asset: (asset.position, asset.id))
    texts, mentions = texts_for_all(catalogue, [asset.id for asset in assets])
    found = (
        _place(texts[asset.id], mention)
        for asset in assets
        if asset.id in texts
        for mention in _speaking(mentions.get(texts[asset.id].id, ()), things)
    )
    return tuple(place for place, _ in zip(found, range(_MOST_PLACES), strict=False))


def _speaking(mentions: Sequence[Mention], things: Sequence[Understood]) -> Iterator[Mention]:
    return (mention for mention in mentions if any(_is_of(mention, thing) for thing in things))


def _is_of(mention: Mention, thing: Understood) -> bool:
    if mention.kind.value != thing.kind:
        return False
    if mention.kind is MentionKind.UNIT:
        return bool(set(thing.values) & set(unit_tails(mention.value)))
    if mention.kind is MentionKind.PLACE:
        refs = {candidate.ref for candidate in mention.candidates if candidate.ref}
        return any(set(thing.values) & set(expand_place(ref)) for ref in refs)
    if mention.kind is MentionKind.DATE:
        days = mentioned_days(mention)
        return bool(days and thing.days and days[0] <= thing.days[1] and thing.days[0] <= days[1])
    return mention.value == thing.value


def _place(transcript: Transcript, mention: Mention) -> HitPlace:
    start, end = around(transcript.text, mention.start, mention.end)
    located = transcript.locate(mention.start, mention.end)
    plain = Locator(transcript.asset_id, text_start=mention.start, text_end=mention.end)
    return HitPlace(
        transcript.text[start:end],
        (Highlight(mention.start - start, mention.end - start),),
        located[0] if located else plain,
        transcript.id,
    )
