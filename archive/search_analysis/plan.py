"""A query to a flat list of weighted terms: what either engine is asked. No engine syntax.

Ranking (measured: search.md): every likely form of a word counts by its probability, and every pair of
neighbouring words counts whatever its marks. What was understood (units, places, days) adds to that.
An item is a hit if it has what the query demands, and one of the terms that tell items apart.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import accumulate
from operator import mul
from typing import NamedTuple

from archive.authority.distances import syllable_distance
from archive.authority.orthography import canon, folded_forms, folded_key
from archive.rights.doors import barred, keys_of, tells_all
from archive.search_analysis.confusions import confused_forms
from archive.search_analysis.counts import WordTable
from archive.search_analysis.days import overlap_terms
from archive.search_analysis.documents import organisation_term
from archive.search_analysis.keyboard import meant_words, other_readings
from archive.search_analysis.language import parse
from archive.search_analysis.restoration import MOST_FORMS, Form, restore
from archive.search_analysis.tokens import query_words
from archive.search_analysis.vocabulary import pair_terms
from schemas.queries import SearchQuery, Understood
from schemas.rights import EVERYTHING, Reach, whole_archive

WORDS, PAIRS, DOOR = "c", "p", "door"
_MOST_WORDS = 64
_LEAST_PROBABILITY = 0.05
_PAIR_WEIGHT = 0.4
_OTHER_THAN_MARKED = 0.5
_EVERYWHERE = 0.6
"""A form that stands in a larger part of the texts tells nothing (only in a large collection)."""
_LARGE = 5_000
_COMMON = 0.1
"""A word in a larger part of the texts does not by itself make an item a hit."""
_TOLD = 0.05
"""A query's words tell enough when about so large a part of the texts has them; further ones only rank."""
_BROAD_WEIGHT = 0.05
_CONFUSED_WEIGHT = 0.03
_UNDERSTOOD_WEIGHT = {"unit": 1.0, "place": 0.3, "date": 0.3, "person": 0.3}


class Term(NamedTuple):
    """An exact term of a field, with its weight where it ranks."""

    field: str
    value: str
    weight: float = 1.0


Groups = tuple[tuple[Term, ...], ...]
"""Of each group one term must stand."""


@dataclass(frozen=True, slots=True)
class SoughtWord:
    """A word of the query for marking it in a text: how it may be folded and the forms it may stand for."""

    spellings: tuple[str, ...]
    forms: frozenset[str]
    rarity: float


@dataclass(frozen=True, slots=True)
class Plan:
    """`required` is demanded; `telling` makes a hit of what is ranked, and the best ones have it anyway.
    `phrases`: words of field `c` that stand together."""

    ranked: tuple[Term, ...] = ()
    telling: Groups = ()
    required: Groups = ()
    phrases: tuple[tuple[str, ...], ...] = ()
    forbidden: tuple[Term, ...] = ()
    forbidden_phrases: tuple[tuple[str, ...], ...] = ()
    reach: Reach = EVERYTHING
    sought: tuple[SoughtWord, ...] = ()

    @property
    def is_empty(self) -> bool:
        """Nothing was asked: no word, no condition."""
        return not (self.ranked or self.required or self.phrases or self.forbidden or self.forbidden_phrases)

    @property
    def demanded(self) -> Plan:
        """What decides which items are hits, without what ranks and marks them."""
        return replace(self, ranked=(), sought=())

    @property
    def keys(self) -> tuple[Term, ...]:
        """A hit has one of these doors: `archive.rights.doors`."""
        return tuple(Term(DOOR, key) for key in keys_of(self.reach))

    @property
    def hiding_tells_all(self) -> bool:
        """Whether leaving out what has one of `hiding` leaves exactly what the keys open."""
        return tells_all(self.reach)

    @property
    def hiding(self) -> tuple[str, ...] | None:
        """Where no item has one of these doors, nothing is hidden from who asks. None: ask always."""
        return barred(self.reach)


def reach_of(reach: Reach | None, max_level: int) -> Reach:
    return whole_archive(max_level) if reach is None else reach


def plan(query: SearchQuery, table: WordTable, *, broad: bool = False) -> Plan:
    """`broad` also asks for every other marking of a word, and for what eye or ear confuses with it."""
    request = parse(query.text)
    words = meant_words(query_words(request.words)[:_MOST_WORDS], table)
    likely = [_likely(*one) for one in zip(words, restore(words, table), strict=True)]
    others = _understood(query.understood) + [Term(WORDS, form) for form in other_readings(words, table)]
    ranked = [*_words(likely, table), *_pairs(words), *others]
    if broad or table.texts < _LARGE:
        ranked += _broader(words, likely, table)
        telling = _groups([_strongest(term for term in ranked if term.field != PAIRS)])
    else:
        telling = _telling(likely, others, table)
    demands = [_demand(phrase.text, table) for phrase in request.phrases if phrase.required]
    bans = [_demand(phrase.text, table) for phrase in request.phrases if not phrase.required]
    return Plan(
        ranked=_strongest(ranked),
        telling=telling,
        required=_groups(group for groups, _ in demands for group in groups) + _filters(query),
        phrases=tuple(phrase for _, phrase in demands if phrase),
        forbidden=tuple(term for groups, phrase in bans if not phrase for group in groups for term in group),
        forbidden_phrases=tuple(phrase for _, phrase in bans if phrase),
        reach=reach_of(query.reach, query.max_level),
        sought=tuple(_sought(word, forms, table) for word, forms in zip(words, likely, strict=True)),
    )


def _likely(word: str, forms: Sequence[Form]) -> list[Form]:
    """What the word may well stand for. Typed with marks it means itself first, however much likelier its
    neighbours make another."""
    if not word.isascii():
        typed = canon(word)
        others = (Form(text, min(by, _OTHER_THAN_MARKED)) for text, by in forms if text != typed)
        forms = [Form(typed, 1.0), *others]
    return [form for form in forms if form.probability >= _LEAST_PROBABILITY]


def _words(likely: Sequence[Sequence[Form]], table: WordTable) -> list[Term]:
    terms: list[Term] = []
    everywhere: list[Term] = []
    for form in (form for forms in likely for form in forms):
        common = table.texts >= _LARGE and table.share_of(form.text) > _EVERYWHERE
        (everywhere if common else terms).append(Term(WORDS, form.text, form.probability))
    return terms or everywhere


def _pairs(words: Sequence[str]) -> list[Term]:
    return [Term(PAIRS, pair, _PAIR_WEIGHT) for pair in pair_terms(words)]


def _understood(parts: Iterable[Understood]) -> list[Term]:
    terms = []
    for part in parts:
        weight = _UNDERSTOOD_WEIGHT.get(part.kind, 0.0)
        if part.kind == "date" and part.days:
            terms += [Term("when", term, weight) for term in overlap_terms(*part.days)]
        elif weight:
            terms += [Term(part.kind, value, weight) for value in part.values]
    return terms


def _broader(words: Sequence[str], likely: Sequence[Sequence[Form]], table: WordTable) -> list[Term]:
    terms = []
    for word, forms in zip(words, likely, strict=True):
        kept = {form.text for form in forms}
        same_key = table.by_key.get(folded_key(word), ())[: 2 * MOST_FORMS]
        terms += [Term(WORDS, text, _BROAD_WEIGHT) for i in same_key if (text := table.forms[i]) not in kept]
        if len(words) > 1:
            terms += [
                Term(WORDS, text, _CONFUSED_WEIGHT * (1 - syllable_distance(word, text)))
                for text in confused_forms(word, table)
            ]
    return terms


def _strongest(terms: Iterable[Term]) -> tuple[Term, ...]:
    """Each term once. A word that is typed twice counts twice, as it does in an engine's own query."""
    weights: dict[tuple[str, str], float] = {}
    for term in terms:
        key = term.field, term.value
        weights[key] = weights.get(key, 0.0) + term.weight
    return tuple(Term(field, value, weight) for (field, value), weight in weights.items())


def _telling(likely: Sequence[Sequence[Form]], others: Sequence[Term], table: WordTable) -> Groups:
    """What makes an item of a large collection a hit: one of the rarest words, or of the `others`.

    Where every word is common, the rarest must all be there. What stands nearly everywhere only ranks.
    """
    shares: dict[tuple[Term, ...], float] = {}
    for forms in likely:
        share = sum(table.share_of(form.text) for form in forms)
        shares[tuple(Term(WORDS, form.text) for form in forms)] = share
    by_rarity = sorted(shares, key=shares.__getitem__)
    rarest = _rarest(tuple(group for group in by_rarity if shares[group] <= _COMMON), shares)
    if rarest or others:
        return (_strongest([*others, *(term for group in rarest for term in group)]),)
    common = tuple(group for group in by_rarity if shares[group] <= _EVERYWHERE)
    together = accumulate(map(shares.__getitem__, common), mul)
    return common[: 1 + sum(share > _TOLD for share in together)]


def _rarest(by_rarity: Groups, shares: Mapping[tuple[Term, ...], float]) -> Groups:
    """At most half of all words, and no more of them than tell items apart; at least one if there is any."""
    half = by_rarity[: (len(shares) + 1) // 2]
    told = accumulate(map(shares.__getitem__, half))
    return half[: max(1, sum(share <= _TOLD for share in told))]


def _demand(text: str, table: WordTable) -> tuple[list[tuple[Term, ...]], tuple[str, ...]]:
    """A word or phrase that must stand: typed with marks as it is; without, in any marks.

    A phrase without marks is demanded by its pairs, which hold no marks.
    """
    words = meant_words(query_words(text)[:_MOST_WORDS], table)
    if not words:
        return [], ()
    if len(words) == 1:
        return [_any_form(words[0], table)], ()
    if all(word.isascii() for word in words):
        return [(Term(pair.field, pair.value),) for pair in _pairs(words)], ()
    return [], tuple(map(canon, words))


def _any_form(word: str, table: WordTable) -> tuple[Term, ...]:
    forms = {canon(word), *other_readings([word], table)}
    if word.isascii():
        forms |= {table.forms[index] for index in table.by_key.get(folded_key(word), ())}
    return tuple(Term(WORDS, form) for form in sorted(forms))


def _filters(query: SearchQuery) -> Groups:
    chosen = {
        "kind": query.kinds, "commune": query.communes, "year": map(str, query.years), "visit": query.visits,
        "unit": query.units, "place": query.places, "person": query.persons, "period": query.periods,
        "quality": query.qualities,
    }  # fmt: skip
    groups = [tuple(Term(name, value) for value in values) for name, values in chosen.items()]
    if query.days:
        groups.append(tuple(Term("when", t) for days in query.days for t in sorted(overlap_terms(*days))))
    if query.organisation_path:
        groups.append((Term("org", organisation_term(query.organisation_path)),))
    return _groups(groups)


def _groups(groups: Iterable[tuple[Term, ...]]) -> Groups:
    return tuple(group for group in groups if group)


def _sought(word: str, likely: Sequence[Form], table: WordTable) -> SoughtWord:
    share = max((table.share_of(form.text) for form in likely), default=0.0)
    forms = frozenset({canon(word), *(form.text for form in likely)})
    return SoughtWord(tuple(sorted(folded_forms(canon(word)))), forms, 1.0 - share)
