"""A person watches a record, unit, place or search; every later item that fits arrives, none is dropped.

Hits are written with what brings them (the index, the suggestions), in the same transaction or before it, and
once for each watch and item: a burst, a crash and a second run leave exactly one of each. What an item names
is looked up among the watches, so that its cost does not grow with how many people watch something else.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Sequence
from datetime import UTC, datetime

from archive.access import Act, may
from archive.authority.extraction import find_mentions
from archive.authority.orthography import fold_text
from archive.authority.places import query_places
from archive.ports import Catalogue
from archive.rights.standing import reach
from archive.seeing import visible, within
from schemas.errors import InvalidInput, Refused
from schemas.holdings import Item
from schemas.mentions import Mention, MentionKind
from schemas.people import User
from schemas.queries import IndexDocument
from schemas.watches import DigestLine, Hit, Watch, WatchKind

_MOST_UNREAD = 500
_SYLLABLE = re.compile(r"[^\W_]+")


def watch(records: Catalogue, user: User, kind: WatchKind, written: str) -> Watch:
    """Begin to watch; the caller commits. The same twice is one. Raises Refused, InvalidInput, NotFound."""
    if not may(user, Act.PROPOSE_LINK):
        raise Refused("watch")
    value, label = _meant(records, kind, written.strip()[:200])
    for standing in records.watches_of(user.id):
        if (standing.kind, standing.value) == (kind, value):
            return standing
    made = Watch(user.id, kind, value, label)
    records.add_watch(made)
    if kind is WatchKind.RECORD:  # what is there already is no news
        now = datetime.now(UTC)
        known = records.suggestions_for(value, limit=10_000)
        records.add_hits([Hit(made.id, one.item_id, read_at=now, digested_at=now) for one in known])
    return made


def guessed_kind(written: str) -> WatchKind:
    """What a person most probably means: a unit, a place, else the words themselves."""
    found = {mention.kind: mention for mention in find_mentions(written)}
    for kind, meant in ((MentionKind.UNIT, WatchKind.UNIT), (MentionKind.PLACE, WatchKind.PLACE)):
        if kind in found and len(found[kind].text.strip()) >= len(written.strip()) * 0.8:
            return meant
    return WatchKind.WORDS


def tell_watchers(records: Catalogue, documents: Sequence[IndexDocument]) -> int:
    """Enter what these items bring to whoever watches a unit, a place or words. Returns how many fit."""
    hits: list[Hit] = []
    searches = [(one, one.value.split()) for one in records.watches_of_kind(WatchKind.WORDS)]
    fitting = [(document, _watching(records, document, searches)) for document in documents]
    newest = records.newest_texts([document.item_id for document, found in fitting if found])
    for document, found in fitting:
        since = newest.get(document.item_id)
        hits += [Hit(one.id, document.item_id) for one in found if since and since >= one.made_at]
    records.add_hits(hits)
    return len(hits)


def tell_of_suggestions(records: Catalogue, item_id: str, record_ids: Iterable[str]) -> None:
    """Enter an item for whoever watches one of the records that it may concern."""
    found = records.watches_for(WatchKind.RECORD, list(record_ids))
    records.add_hits([Hit(one.id, item_id) for one in found])


def news(
    records: Catalogue, user: User, *, unread: bool = False, offset: int = 0, limit: int = 100
) -> list[tuple[Watch, Hit, Item]]:
    """What came, newest first, as far as this person may see it now."""
    found = records.hits_of(user.id, unread=unread, offset=offset, limit=limit)
    return to_be_told(records, user, found)


def to_be_told(
    records: Catalogue, user: User, found: Sequence[tuple[Watch, Hit]]
) -> list[tuple[Watch, Hit, Item]]:
    """Of an item that this person sees in part only what was found without what is withheld: neither what
    came before the withholding nor what the linking says, which reads all of it."""
    seen, since = _seen_since(records, user, {hit.item_id for _, hit in found})

    def fits(watched: Watch, hit: Hit) -> bool:
        if hit.item_id not in since:
            return hit.item_id in seen
        return watched.kind is not WatchKind.RECORD and hit.made_at > since[hit.item_id]

    return [(one, hit, seen[hit.item_id]) for one, hit in found if fits(one, hit)]


def still_told(records: Catalogue, user: User, lines: Sequence[DigestLine]) -> list[tuple[DigestLine, Item]]:
    """What of a digest this person may know now, by the same rule."""
    seen, since = _seen_since(records, user, {line.item_id for line in lines})
    return [
        (line, seen[line.item_id])
        for line in lines
        if line.item_id in seen
        and (line.item_id not in since or datetime.fromisoformat(line.at) > since[line.item_id])
    ]


def _seen_since(
    records: Catalogue, user: User, item_ids: Collection[str]
) -> tuple[dict[str, Item], dict[str, datetime]]:
    """Items that this person sees, and of those seen in part since when the last part is withheld."""
    seen = {item.id: item for item in visible(records, user, records.items(sorted(item_ids)))}
    whole = {item.id for item in within(records, reach(user), list(seen.values()), whole=True)}
    withheld = records.withheld_of_items(sorted(seen.keys() - whole))
    return seen, {item_id: max(part.made_at for part in parts) for item_id, parts in withheld.items()}


def unread(records: Catalogue, user: User) -> int:
    """How many items wait unread; counted up to a bound that no screen needs to pass."""
    return len({item.id for _, _, item in news(records, user, unread=True, limit=_MOST_UNREAD)})


def _watching(
    records: Catalogue, document: IndexDocument, searches: Sequence[tuple[Watch, Sequence[str]]]
) -> list[Watch]:
    found = list(records.watches_for(WatchKind.UNIT, _units(document.units)))
    found += records.watches_for(WatchKind.PLACE, document.places)
    if searches:
        text = "\n".join([document.title, *(passage.text for passage in document.passages)])
        said = set(_SYLLABLE.findall(fold_text(text)))
        found += [one for one, words in searches if said.issuperset(words)]
    return found


def _units(tails: Iterable[str]) -> set[str]:
    """Every run of levels in them: `c3.d7.e66.f304` is heard of by who watches e66, d7.e66, e66.f304."""
    keys = set()
    for tail in tails:
        parts = re.split(r"[@#]", tail)[0].split(".")
        keys |= {".".join(parts[:end]) for end in range(1, len(parts) + 1)} | {tail}
    return keys


def _meant(records: Catalogue, kind: WatchKind, written: str) -> tuple[str, str]:
    """(value, label). Raises InvalidInput, NotFound."""
    if kind is WatchKind.RECORD:
        return written, records.external_id(written)
    if kind is WatchKind.UNIT and (unit := next(_mentioned(written, MentionKind.UNIT), None)):
        return unit.value, written
    if kind is WatchKind.PLACE and (place := next(_mentioned(written, MentionKind.PLACE), None)):
        best = next((one for one in place.candidates if one.ref), None)
        if best is not None and best.ref is not None:
            return query_places(best.ref)[0], best.label
    words = " ".join(_SYLLABLE.findall(fold_text(written)))
    if kind is WatchKind.WORDS and len(words) >= 2:
        return words, written
    raise InvalidInput(
        "watch",
        vi="Chưa rõ cần theo dõi gì. Ví dụ: đơn vị e66; địa danh xã Triệu Ái, Quảng Trị; chữ gốc đa.",
        en="Unclear what to watch. For example: unit e66; place xã Triệu Ái, Quảng Trị; words gốc đa",
    )


def _mentioned(written: str, kind: MentionKind) -> Iterator[Mention]:
    return (mention for mention in find_mentions(written) if mention.kind is kind)
