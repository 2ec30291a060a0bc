"""The organisation tree, tỉnh → xã, phường → chi đoàn, as paths of names: `Lạng Sơn/Xã Mẫu Sơn/Chi đoàn 2`.

A path stands where people and visits are placed; there is no list of organisations to be kept beside it.
"""

from __future__ import annotations

from collections.abc import Iterable

from archive.authority.orthography import fold_text, nfc
from schemas.errors import InvalidInput

_DEEPEST, _LONGEST = 6, 400


def path_of(written: str, known: Iterable[str]) -> str:
    """The path that somebody means who typed `lang son / mau son`: known places keep their spelling.

    Raises InvalidInput where it is too deep or too long.
    """
    names = [" ".join(nfc(name).split()) for name in written.split("/")]
    names = [name for name in names if name]
    spelled = {_key(path): path for path in _with_ancestors(known)}
    path = ""
    for name in names:
        wanted = f"{path}/{name}" if path else name
        path = spelled.get(_key(wanted), wanted)
    if len(names) > _DEEPEST or len(path) > _LONGEST:
        raise InvalidInput(
            "organisation path",
            vi="Nơi làm việc quá dài. Hãy ghi: Tỉnh / Xã, phường / Chi đoàn.",
            en="The place is too long. Write: province / commune / branch.",
        )
    return path


def _with_ancestors(paths: Iterable[str]) -> list[str]:
    found = []
    for path in paths:
        names = path.split("/")
        found += ["/".join(names[: end + 1]) for end in range(len(names)) if path]
    return found


def _key(path: str) -> str:
    return fold_text(path).replace(" ", "")
