"""A plan as tantivy's queries: a flat "should" of boosted terms, answered without visiting every hit."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import tantivy

from archive.search_analysis.plan import DOOR, PAIRS, WORDS, Plan, Term

_MUST, _SHOULD, _NOT = tantivy.Occur.Must, tantivy.Occur.Should, tantivy.Occur.MustNot
_FREQUENCIES = {WORDS: "position", PAIRS: "freq"}


class TantivyQuery:
    """Queries over one state of the index."""

    def __init__(self, schema: tantivy.Schema, searcher: tantivy.Searcher) -> None:
        self._schema = schema
        self._searcher = searcher

    def ranking(self, plan: Plan, *, strict: bool) -> tantivy.Query:
        """`strict` keeps to what `matching` counts. Without it what is ranked need not have the telling
        terms, so that the engine may pass over what cannot be among the best."""
        limits = self._limits(plan, strict=strict)
        if not plan.ranked:
            return self._all(limits)
        score = self._any_of(plan.ranked)
        if strict and not plan.telling:
            return self._all([*limits, (_SHOULD, score)])
        return self._all([*limits, (_MUST, score)]) if limits else score

    def matching(self, plan: Plan) -> tantivy.Query:
        """Exactly the hits, for counting; without scores."""
        return self._all(self._limits(plan, strict=True))

    def among(self, plan: Plan, item_ids: Sequence[str]) -> tantivy.Query:
        """The hits among these items."""
        chosen = self._any_of(Term("id", item_id) for item_id in item_ids)
        return self._all([(_MUST, _silent(chosen)), *self._limits(plan, strict=True)])

    def allowed(self, plan: Plan) -> tantivy.Query | None:
        """The items this person may see, or None for all."""
        limits = self._rights(plan)
        return self._all(limits) if limits else None

    def _limits(self, plan: Plan, *, strict: bool) -> list[tuple[tantivy.Occur, tantivy.Query]]:
        limits = self._rights(plan)
        limits += [(_MUST, _silent(self._any_of(group))) for group in plan.required]
        limits += [(_MUST, _silent(self._phrase(words))) for words in plan.phrases]
        if strict:
            limits += [(_MUST, _silent(self._any_of(group))) for group in plan.telling]
        limits += [(_NOT, self._term(term)) for term in plan.forbidden]
        limits += [(_NOT, self._phrase(words)) for words in plan.forbidden_phrases]
        return limits

    def _rights(self, plan: Plan) -> list[tuple[tantivy.Occur, tantivy.Query]]:
        """Nothing to hide, nothing to ask: where no item is closed to the person the limit costs nothing."""
        if plan.hiding is not None:
            hiding = [door for door in plan.hiding if self._searcher.doc_freq(DOOR, door)]
            if not hiding:
                return []
            if plan.hiding_tells_all:
                return [(_NOT, self._term(Term(DOOR, door))) for door in hiding]
        keys = [key for key in plan.keys if self._searcher.doc_freq(DOOR, key.value)] or plan.keys[:1]
        return [(_MUST, _silent(self._any_of(keys)))]

    def _all(self, parts: list[tuple[tantivy.Occur, tantivy.Query]]) -> tantivy.Query:
        if not any(occur == _MUST for occur, _ in parts):
            parts = [(_MUST, tantivy.Query.all_query()), *parts]
        return tantivy.Query.boolean_query(parts)

    def _any_of(self, terms: Iterable[Term]) -> tantivy.Query:
        return tantivy.Query.boolean_query([(_SHOULD, self._term(term)) for term in terms])

    def _term(self, term: Term) -> tantivy.Query:
        option = _FREQUENCIES.get(term.field, "basic")
        query = tantivy.Query.term_query(self._schema, term.field, term.value, option)
        return query if term.weight == 1.0 else tantivy.Query.boost_query(query, term.weight)

    def _phrase(self, words: tuple[str, ...]) -> tantivy.Query:
        return tantivy.Query.phrase_query(self._schema, WORDS, list(words))


def _silent(query: tantivy.Query) -> tantivy.Query:
    """A condition, without a part in the score."""
    return tantivy.Query.const_score_query(query, 0.0)
