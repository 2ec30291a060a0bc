"""What a workbook holds beside cells, seen before it is opened: bombs, formulas, photos, macros.

Nothing of it is ever run. Formulas whose value Excel has saved are read as that value; formulas without one
would silently become empty cells, so such a list is refused.
"""

from __future__ import annotations

import re
import zipfile
from collections.abc import Sequence
from pathlib import Path

from schemas.errors import InvalidInput, TooLarge
from schemas.martyrs import ListNote

_MAX_UNPACKED = 2 << 30
_MAX_RATIO = 200
_SMALLEST = 1 << 20
_CHUNK = 1 << 20
_FORMULA = re.compile(rb"<f[ >/]")
_EMPTY = re.compile(rb"<c (?![^>]*t=\"str\")[^>]*>(?:<f[^>]*/>|<f[^>]*>[^<]*</f>)(?:<v */>|<v></v>)?</c>")
"""A formula that was never computed; one that came to an empty text has `t="str"`."""


def looked_through(path: Path) -> Sequence[ListNote]:
    """What a person should know of it. Raises InvalidInput, TooLarge."""
    try:
        with zipfile.ZipFile(path) as packed:
            _check_size(packed, path)
            names = [part.filename for part in packed.infolist()]
            sheets = [name for name in names if re.fullmatch(r"xl/worksheets/[^/]+\.xml", name)]
            counted = [_formulas(packed, name) for name in sheets]
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError, EOFError) as error:
        raise InvalidInput(
            str(error),
            vi=f"Không mở được “{path.name}” như bảng tính. Hãy lưu lại dạng .xlsx hoặc .csv.",
            en=f"“{path.name}” cannot be opened as a workbook. Save it as .xlsx or .csv.",
        ) from error
    formulas, empty = (sum(one) for one in zip((0, 0), *counted, strict=True))
    if empty:
        raise InvalidInput(
            "formulas without values",
            vi=f"“{path.name}” có {empty} ô công thức chưa có giá trị. "
            "Hãy mở bằng Excel rồi lưu lại, hoặc dán lại dạng giá trị.",
            en=f"“{path.name}” has {empty} formula cells without a value. "
            "Open it in Excel and save it, or paste it as values.",
        )
    return _notes(formulas, names)


def _notes(formulas: int, names: Sequence[str]) -> list[ListNote]:
    pictures = sum(name.startswith("xl/media/") for name in names)
    notes = []
    if formulas:
        notes.append(
            ListNote(
                f"{formulas} ô là công thức: chỉ lấy giá trị đã lưu, không chạy công thức.",
                f"{formulas} cells are formulas: their saved values are taken, nothing is run.",
            )
        )
    if any(name.endswith("vbaProject.bin") for name in names):
        notes.append(
            ListNote("Tệp có macro; macro không được chạy.", "The file holds macros; they are not run.")
        )
    if pictures:
        notes.append(
            ListNote(
                f"{pictures} ảnh dán trong bảng không được nhập. Hãy gửi ảnh như một tư liệu.",
                f"{pictures} photos pasted into the sheets are not imported. Send them as items.",
            )
        )
    return notes


def _check_size(packed: zipfile.ZipFile, path: Path) -> None:
    unpacked = sum(part.file_size for part in packed.infolist())
    if unpacked > _MAX_UNPACKED or unpacked > _MAX_RATIO * max(path.stat().st_size, _SMALLEST):
        raise TooLarge(
            vi=f"“{path.name}” bung ra quá lớn. Hãy tách thành các danh sách nhỏ hơn.",
            en=f"“{path.name}” unpacks to far too much. Split it into smaller lists.",
        )


def _formulas(packed: zipfile.ZipFile, name: str) -> tuple[int, int]:
    """(formulas, those without a value); streamed, cut between cells."""
    formulas = empty = 0
    rest = b""
    with packed.open(name) as part:
        while chunk := part.read(_CHUNK):
            seen = rest + chunk
            end = max(seen.rfind(b"<c "), 0) if len(chunk) == _CHUNK else len(seen)
            formulas += len(_FORMULA.findall(seen, 0, end))
            empty += len(_EMPTY.findall(seen, 0, end))
            rest = seen[end:]
    return formulas + len(_FORMULA.findall(rest)), empty + len(_EMPTY.findall(rest))
