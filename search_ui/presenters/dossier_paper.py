"""The dossier as a printed paper: grave, kin, the man himself, papers with crops and quotes, hashes."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

from archive.bootstrap import Archive
from archive.papers.crops import crop
from archive.papers.parts import (
    Bullets,
    Code,
    Heading,
    Paragraph,
    Part,
    Picture,
    Run,
    Table,
    Words,
)
from archive.papers.parts import Paper as Printed
from search_ui.i18n import language
from search_ui.presenters.burials import Burial
from search_ui.presenters.cases import Entry
from search_ui.presenters.dossier import Paper
from search_ui.presenters.evidence import Bar, Sight
from search_ui.presenters.figures import moment
from search_ui.presenters.martyr import Field, Shown, Value
from search_ui.words import _

_GRAVE = ("cemetery", "grave")
Picturing = Callable[[Sight], bytes]


def pictures_from(archive: Archive) -> Picturing:
    """Crops of page images as the store has them. What it returns raises StoreUnavailable."""

    def picture(sight: Sight) -> bytes:
        with archive.objects.read_derivative(sight.key) as image:
            return crop(image, (sight.width, sight.height), sight.part, sight.boxes)

    return picture


def printed(
    record: Shown, papers: Sequence[Paper], picture: Picturing, address: str, made: str, burial: Burial
) -> Printed:
    """`address`: of the record's page; `made`: when and by whom the paper was made."""
    person = [field for field in record.fields if field.name not in _GRAVE]
    grave = [field for field in record.fields if field.name in _GRAVE]
    parts: list[Part] = [
        Paragraph(
            _(
                "Tập này tập hợp tư liệu và các bước xác minh; không kết luận danh tính. "
                "Kết luận thuộc cơ quan có thẩm quyền."
            )
        ),
        Heading("1. " + _("Thông tin phần mộ")),
        *_table(grave),
        *_stated([(one.place, one.source) for one in burial.graves]),
        Heading("2. " + _("Thông tin thân nhân")),
        *(_stated([(one.words, one.source) for one in burial.kin]) or [Paragraph(_kin_missing(burial))]),
        Heading("3. " + _("Nhân thân liệt sĩ theo các nguồn")),
        *_table(person),
        *_others(record.others),
        Heading("4. " + _("Giấy tờ, tư liệu")),
        *_papers(papers, picture),
        Heading("5. " + _("Những điểm trái nhau")),
        *_contradictions(record, papers),
        Heading("6. " + _("Nguồn danh sách")),
        Bullets([_edition(record, at) for at in range(len(record.editions))]),
        Code(address, _("Mở hồ sơ này trong kho:")),
    ]
    return Printed(
        _("Tập hồ sơ") + f": {record.name}",
        parts,
        _("Hồ sơ liệt sĩ") + f" {record.external_id}",
        footer=f"{record.external_id} · {made}",
        page_words=_("Trang {page}/{pages}"),
        language=language(),
    )


def _table(fields: Sequence[Field]) -> list[Part]:
    rows: list[Sequence[Words]] = [
        (field.label, _written(value), "; ".join(value.sources)) for field in fields for value in field.values
    ]
    rows += [(field.label, _("Chưa nhập"), "") for field in fields if not field.values]
    return [Table(rows, [_("Mục"), _("Nguyên văn"), _("Nguồn")], (2, 4, 4))]


def _written(value: Value) -> str:
    return f"{value.written} ({value.missing})" if value.missing else value.written


def _stated(statements: Sequence[tuple[str, str]]) -> list[Part]:
    if not statements:
        return []
    return [Table([*statements], [_("Nguyên văn"), _("Nguồn")], (6, 4))]


def _kin_missing(burial: Burial) -> str:
    return _("Chưa nhập") if burial.sees_kin and not burial.elsewhere else _("Hạn chế công bố")


def _others(fields: Sequence[Field]) -> list[Part]:
    if not fields:
        return []
    return [Heading(_("Các cột khác của danh sách"), 2), *_table(fields)]


def _papers(papers: Sequence[Paper], picture: Picturing) -> Iterator[Part]:
    if not papers:
        yield Paragraph(_("Chưa có tư liệu nào được xem xét."))
    for at, paper in enumerate(papers, 1):
        yield Heading(f"4.{at}. {paper.line.item_title}", 2)
        yield Paragraph(f"{paper.line.item_kind} · {paper.visit}")
        yield Paragraph([Run(_("Trạng thái liên kết") + f": {paper.line.state}", bold=True)])
        if paper.sight:
            yield Picture(
                picture(paper.sight), _("Khung đánh dấu chỗ đọc được, %(at)s", at=paper.sight.words)
            )
        if paper.bars:
            yield Bullets([_quote(bar) for bar in paper.bars])
        yield Heading(_("Chuỗi quyết định"), 3)
        yield Bullets([_entry(entry) for entry in paper.entries], numbered=True)
        yield Heading(_("Tệp gốc"), 3)
        yield Bullets([_hashed(asset.filename, asset.sha256) for asset in paper.assets])


def _quote(bar: Bar) -> Words:
    judged = _("khớp") if bar.speaks_for else _("trái nhau")
    where = f" ({bar.place_words})" if bar.place_words else ""
    return [Run(f"{bar.label} – {judged}: ", bold=True), Run(f"“{bar.left}” – “{bar.right}”{where}")]


def _entry(entry: Entry) -> Words:
    step = f"{entry.step}: {entry.withdraws}" if entry.withdraws else entry.step
    taken_back = " (" + _("đã rút lại") + ")" if entry.withdrawn else ""
    who = entry.who if entry.machine else f"{entry.who}, {entry.level}"
    words = f"“{entry.words}”" if entry.words else ""
    said = ". ".join(part for part in (f" – {who}, {moment(entry.at)}", entry.reason, words) if part)
    return [Run(step + taken_back, bold=True), Run(said)]


def _contradictions(record: Shown, papers: Sequence[Paper]) -> list[Part]:
    sides: list[Words] = [
        [
            Run(f"{field.label}: ", bold=True),
            Run(" ≠ ".join(_sided(value) for value in field.values if not value.missing)),
        ]
        for field in record.fields
        if field.conflicting
    ]
    for paper in papers:
        for bar in paper.bars:
            if not bar.speaks_for:
                sides.append([Run(f"{paper.line.item_title}. ", italic=True), *_quote(bar)])
    return [Bullets(sides)] if sides else [Paragraph(_("Chưa thấy điểm nào trái nhau."))]


def _sided(value: Value) -> str:
    return f"“{value.written}” ({'; '.join(value.sources)})"


def _edition(record: Shown, at: int) -> Words:
    held = record.editions[at]
    row = _("dòng %(row)s", row=held.row)
    return _hashed(f"{held.source}: {held.filename}, {row}, {moment(held.made_at)}", held.sha256)


def _hashed(words: str, sha256: str) -> Words:
    return [Run(f"{words}\n"), Run(f"SHA-256 {sha256}", small=True, faint=True)]
