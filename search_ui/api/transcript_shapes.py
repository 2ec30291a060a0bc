"""What the calls about texts take and give, in JSON Schema."""

from __future__ import annotations

from schemas.editing import ReturnReason
from schemas.markings import MarkKind
from search_ui.api.describing import NUMBER, TEXT, TRUTH, Query, Schema, many, or_nothing, thing

_DECIMAL: Schema = {"type": "number"}
MARK = thing(
    {"start": NUMBER, "end": NUMBER, "kind": {"enum": [one.value for one in MarkKind]}, "note": TEXT}
)
_BOX = or_nothing({"type": "array", "items": NUMBER, "minItems": 4, "maxItems": 4})
_LINE = {
    "id": TEXT,
    "text": TEXT,
    "page": or_nothing(NUMBER),
    "box": _BOX,
    "start": or_nothing(_DECIMAL),
    "end": or_nothing(_DECIMAL),
    "kind": TEXT,
    "speaker": or_nothing(TEXT),
    "marks": many(MARK),
}
TYPED_LINE = thing(_LINE, {"raw": TEXT})
READ_LINE = thing(
    {
        **_LINE,
        "doubt": or_nothing(TEXT),
        "confidence": _DECIMAL,
        "words": many(
            thing(
                {
                    "text": TEXT,
                    "start": or_nothing(_DECIMAL),
                    "end": or_nothing(_DECIMAL),
                    "box": _BOX,
                    "confidence": _DECIMAL,
                    "at": many(NUMBER),
                }
            )
        ),
        "readings": many(thing({"text": TEXT, "engine": TEXT, "confidence": _DECIMAL})),
    },
    {"raw": TEXT},
)
_CHAPTER = thing(
    {"start": _DECIMAL, "end": _DECIMAL, "title": TEXT, "synopsis": TEXT, "names": many(TEXT), "place": TEXT}
)
_POINT = thing(
    {
        "x": _DECIMAL,
        "y": _DECIMAL,
        "page": NUMBER,
        "label": TEXT,
        "latitude": or_nothing(_DECIMAL),
        "longitude": or_nothing(_DECIMAL),
        "written": TEXT,
        "grid": TEXT,
        "radius_m": or_nothing(_DECIMAL),
        "line": TEXT,
    }
)
_AUTHOR = thing({"kind": TEXT, "name": TEXT, "id": or_nothing(TEXT), "role": or_nothing(TEXT)})
_VERSION = thing(
    {
        "id": TEXT,
        "status": TEXT,
        "author": _AUTHOR,
        "made_at": TEXT,
        "segments": many(READ_LINE),
        "chapters": many(_CHAPTER),
        "points": many(_POINT),
    }
)
_DRAFT = thing(
    {
        "base": or_nothing(TEXT),
        "revision": NUMBER,
        "segments": many(TYPED_LINE),
        "saved_at": TEXT,
        "device": TEXT,
        "by": TEXT,
        "chapters": many(_CHAPTER),
        "points": many(_POINT),
    }
)
_REVIEW = thing({"act": TEXT, "act_words": TEXT, "by": TEXT, "at": TEXT, "reason_code": TEXT, "words": TEXT})
_LISTED = thing(
    {
        "id": TEXT,
        "status": TEXT,
        "status_words": TEXT,
        "author": _AUTHOR,
        "role": or_nothing(TEXT),
        "made_at": TEXT,
        "reason": TEXT,
        "reviews": many(_REVIEW),
    }
)
LOCK = thing({"by": TEXT, "until": TEXT, "mine": TRUTH})
PRESENT = many(thing({"name": TEXT, "me": TRUTH}))
_PAGE = thing(
    {"number": NUMBER, "width": or_nothing(NUMBER), "height": or_nothing(NUMBER), "image": or_nothing(TEXT)}
)
WORKSPACE = thing(
    {
        "asset": thing({"id": TEXT, "filename": TEXT, "role": TEXT}),
        "item": thing({"id": TEXT, "title": TEXT, "kind": TEXT, "kind_words": TEXT, "address": TEXT}),
        "medium": TEXT,
        "pages": many(_PAGE),
        "duration": or_nothing(_DECIMAL),
        "sound": or_nothing(
            thing({"audio": or_nothing(TEXT), "video": or_nothing(TEXT), "waveform": or_nothing(TEXT)})
        ),
        "current": or_nothing(_VERSION),
        "begun": or_nothing(_VERSION),
        "versions": many(_LISTED),
        "revision": NUMBER,
        "draft": or_nothing(_DRAFT),
        "asides": many(_DRAFT),
        "lock": or_nothing(LOCK),
        "present": PRESENT,
        "may": thing({"write": TRUTH, "accept": TRUTH, "return": TRUTH}),
    }
)
_SAVED = {
    "base": or_nothing(TEXT),
    "revision": NUMBER,
    "saved_at": TEXT,
    "cleaned": many(thing({"segment": TYPED_LINE, "notes": many(TEXT)})),
}
SAVED = thing(_SAVED)
_SIDE = or_nothing(TYPED_LINE)
MERGED = thing(
    {
        **_SAVED,
        "mine_lost": TRUTH,
        "merged": many(TYPED_LINE),
        "clashes": many(thing({"id": TEXT, "base": _SIDE, "mine": _SIDE, "theirs": _SIDE})),
        "theirs": thing(
            {"revision": NUMBER, "segments": many(TYPED_LINE), "by": TEXT, "device": TEXT, "saved_at": TEXT}
        ),
    }
)
SAVE = {
    "type": "object",
    "required": ["revision", "segments"],
    "properties": {
        "base": or_nothing(TEXT),
        "revision": {"type": "integer", "minimum": 0},
        "segments": many({"type": "object", "properties": {"text": TEXT}}),
        "device": TEXT,
        "chapters": many({"type": "object"}),
        "points": many({"type": "object"}),
        "settled": TRUTH,
        "partial": TRUTH,
        "order": or_nothing(many(TEXT)),
    },
}
TOLD = thing({"id": TEXT, "made_at": TEXT, "status": TEXT, "status_words": TEXT})
COMPARED = thing({"a": TEXT, "b": TEXT, "pieces": many(thing({"change": TEXT, "text": TEXT}))})
HAND_IN: Schema = {"type": "object", "properties": {"reason": TEXT, "revision": NUMBER}}
JUDGED: Schema = {"type": "object", "required": ["version"], "properties": {"version": TEXT, "words": TEXT}}
RESTORED: Schema = {
    "type": "object",
    "required": ["version"],
    "properties": {"version": TEXT, "reason": TEXT},
}
SENT_BACK: Schema = {
    "type": "object",
    "required": ["version", "reason_code", "words"],
    "properties": {
        "version": TEXT,
        "reason_code": {"enum": [one.value for one in ReturnReason]},
        "words": TEXT,
    },
}
DEVICE: Schema = {"type": "object", "properties": {"device": TEXT}}
OWN = Query("rieng", "1: the person's own independent transcription")
EITHER = (Query("a", "the first version"), Query("b", "the second version"))
