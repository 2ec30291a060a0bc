"""The fields of the tantivy index, and how an entry is written to it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import tantivy

from archive.search_analysis.documents import EXACT, KEYWORDS, IndexEntry

_ANALYSER = "spaces"
TOGETHER = ("kind", "year", "quality", "medium")
"""Facets of few values, one for an item: counted as one column, which costs a quarter."""
TOGETHER_FIELD = "together"
_BETWEEN = "\x1f"


def schema() -> tantivy.Schema:
    builder = tantivy.SchemaBuilder()
    builder.add_text_field("id", tokenizer_name="raw", index_option="basic")
    builder.add_bytes_field("stored", stored=True)
    builder.add_text_field("c", tokenizer_name=_ANALYSER, index_option="position")
    builder.add_text_field("p", tokenizer_name=_ANALYSER, index_option="freq")
    builder.add_integer_field("day", fast=True, indexed=True)
    for name in (*KEYWORDS, TOGETHER_FIELD):
        builder.add_text_field(name, fast=name not in TOGETHER, tokenizer_name="raw", index_option="basic")
    for name in EXACT:
        builder.add_text_field(name, tokenizer_name="raw", index_option="basic")
    return builder.build()


def document_of(entry: IndexEntry) -> tantivy.Document:
    document = tantivy.Document(id=entry.item_id, day=entry.day)
    document.add_bytes("stored", entry.stored)
    document.add_text("c", entry.words)
    document.add_text("p", entry.pairs)
    for name, values in entry.keywords.items():
        for value in values:
            document.add_text(name, value)
    document.add_text(TOGETHER_FIELD, _BETWEEN.join(next(iter(entry.keywords[n]), "") for n in TOGETHER))
    return document


def apart(together: str) -> list[tuple[str, str]]:
    """Facets and values that were counted as one."""
    return [pair for pair in zip(TOGETHER, together.split(_BETWEEN), strict=True) if pair[1]]


def with_analyser(index: tantivy.Index) -> tantivy.Index:
    """Terms are ours and are only taken apart at spaces."""
    spaces = tantivy.TextAnalyzerBuilder(tantivy.Tokenizer.whitespace()).build()
    index.register_tokenizer(_ANALYSER, spaces)
    return index


@contextmanager
def writing(path: Path, heap: int, threads: int) -> Iterator[tantivy.IndexWriter]:
    """Commits nothing by itself; ends with the merges that a commit began."""
    writer = with_analyser(tantivy.Index.open(str(path))).writer(heap, threads)
    try:
        yield writer
    except BaseException:
        writer.rollback()
        raise
    finally:
        writer.wait_merging_threads()
