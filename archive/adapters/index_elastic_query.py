"""A plan as Elasticsearch's queries and settings: plain terms with boosts, nothing that needs a plug-in."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import Any

from archive.search_analysis.documents import EXACT, KEYWORDS
from archive.search_analysis.plan import WORDS, Plan, Term

Query = dict[str, Any]
_FACET_SIZE = 30
_ALL_YEARS = 300
_REGEX_SIGNS = re.compile(r'[.?+*|{}\[\]()"\\#@&<>~]')


def ranking(plan: Plan, *, strict: bool) -> Query:
    """`strict` keeps to what `matching` counts; without it what is ranked need not have the telling terms."""
    should = [{"term": {t.field: {"value": t.value, "boost": t.weight}}} for t in plan.ranked]
    limits: Query = matching(plan if strict else replace(plan, telling=()))["bool"]
    needed = 1 if should and not strict else 0
    return {"bool": {**limits, "should": should, "minimum_should_match": needed}}


def among(plan: Plan, item_ids: Sequence[str]) -> Query:
    """The hits among these items."""
    return {"bool": {"filter": [{"ids": {"values": list(item_ids)}}, matching(plan)]}}


def matching(plan: Plan) -> Query:
    """Exactly the hits, without scores."""
    filters = [_any_of(plan.keys), *map(_any_of, plan.required), *map(_phrase, plan.phrases)]
    filters += map(_any_of, plan.telling)
    banned = [{"term": {term.field: term.value}} for term in plan.forbidden]
    return {"bool": {"filter": filters, "must_not": banned + [_phrase(p) for p in plan.forbidden_phrases]}}


def _any_of(terms: Iterable[Term]) -> Query:
    fields: dict[str, list[str]] = {}
    for term in terms:
        fields.setdefault(term.field, []).append(term.value)
    clauses = [{"terms": {name: values}} for name, values in fields.items()]
    return clauses[0] if len(clauses) == 1 else {"bool": {"should": clauses, "minimum_should_match": 1}}


def _phrase(words: tuple[str, ...]) -> Query:
    return {"match_phrase": {WORDS: " ".join(words)}}


def aggregations(shown: int) -> Query:
    """`shown` values of each facet, and all years."""
    sizes = {name: _ALL_YEARS if name == "period" else max(shown, _FACET_SIZE) for name in KEYWORDS}
    return {name: {"terms": {"field": name, "size": size}} for name, size in sizes.items()}


def suggestions(plan: Plan, prefix: str, limit: int) -> Query:
    """Counted among the items that the person may see."""
    include = _REGEX_SIGNS.sub(r"\\\g<0>", prefix) + ".*"
    return {
        "size": 0,
        "query": {"bool": {"filter": [_any_of(plan.keys)]}},
        "aggs": {"found": {"terms": {"field": "suggest", "include": include, "size": limit}}},
    }


def settings() -> Query:
    """One shard, so that both engines count words over the same texts; a copy as soon as there is a node."""
    return {
        "index": {
            "number_of_shards": 1,
            "auto_expand_replicas": "0-1",
            "refresh_interval": "1s",
            "max_result_window": 10_000_000,
        },
    }


def mappings() -> Query:
    text = {"type": "text", "analyzer": "whitespace"}
    exact = {"type": "keyword", "doc_values": False}
    return {
        "dynamic": "strict",
        "_source": {"excludes": ["c", "p"]},
        "properties": {
            "c": text,
            "p": {**text, "index_options": "freqs"},
            "stored": {"type": "keyword", "index": False, "doc_values": False},
            "day": {"type": "integer"},
            **{name: {"type": "keyword"} for name in KEYWORDS},
            **dict.fromkeys(EXACT, exact),
            "suggest": {"type": "keyword"},
        },
    }
