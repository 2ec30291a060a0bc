"""tantivy as it comes, for comparison only: BM25 over one field, its own query parser, stored text."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

import tantivy


class PlainTantivy:
    """`folded` texts and queries are for the caller to make; the engine is given what it is given."""

    def __init__(self, folder: Path) -> None:
        builder = tantivy.SchemaBuilder()
        builder.add_text_field("id", stored=True, tokenizer_name="raw")
        builder.add_text_field("body", stored=True)
        folder.mkdir(parents=True, exist_ok=True)
        self._index = tantivy.Index(builder.build(), str(folder))

    def build(self, texts: Iterable[tuple[str, str]], threads: int = 2) -> None:
        """All texts, each with its id, in one commit."""
        writer = self._index.writer(400_000_000, threads)
        for name, text in texts:
            writer.add_document(tantivy.Document(id=name, body=text))
        writer.commit()
        writer.wait_merging_threads()
        self._index.reload()

    def search(self, text: str, limit: int = 10) -> list[str]:
        """Ids of the best, with their stored texts read, as any result page needs."""
        searcher = self._index.searcher()
        query, _ = self._index.parse_query_lenient(text, ["body"])
        hits = [searcher.doc(address) for _, address in searcher.search(query, limit).hits]
        return [str(hit.get_first("id")) for hit in hits if hit.get_first("body") is not None]
