"""Another wording for a query, from the collection itself."""

from __future__ import annotations

from archive.authority.distances import syllable_distance
from archive.authority.orthography import canon, fold
from archive.search_analysis.confusions import confused_forms
from archive.search_analysis.counts import WordTable
from archive.search_analysis.keyboard import meant_words
from archive.search_analysis.language import parse
from archive.search_analysis.restoration import Form, restore
from archive.search_analysis.tokens import query_words

_MOST_WORDS = 12
_CERTAIN = 0.6


def corrected(text: str, table: WordTable) -> str | None:
    """The query with marks put on, or with words that the collection does not know put right; else None.

    Nothing is offered for queries with phrases or fields, for long ones, and where it is doubtful.
    """
    request = parse(text)
    words = meant_words(query_words(request.words), table)
    if not words or len(words) > _MOST_WORDS or request.phrases or request.fields:
        return None
    restored = restore(words, table)
    chosen = [_chosen(word, forms, table) for word, forms in zip(words, restored, strict=True)]
    better = [new or word for word, new in zip(words, chosen, strict=True)]
    return " ".join(better) if any(canon(a) != canon(b) for a, b in zip(words, better, strict=True)) else None


def _chosen(word: str, forms: list[Form], table: WordTable) -> str | None:
    """None keeps the word. A word typed with marks that the collection has is never put right."""
    typed = canon(word)
    known = table.ids.get(typed) is not None
    best = forms[0]
    if word == fold(word) and best.probability >= _CERTAIN and best.text in table.ids:
        return best.text if best.text != typed else None
    if known or any(letter.isdigit() for letter in word):
        return None
    others = [form.text for form in forms if form.text in table.ids] or confused_forms(word, table)
    if not others:
        return None
    return min(others, key=lambda form: (syllable_distance(word, form), -table.uses[table.ids[form]]))
