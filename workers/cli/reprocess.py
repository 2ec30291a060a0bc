"""Đọc, nghe lại bằng máy tốt hơn / read or hear again with a better engine: --engine E [--where KEY=VALUE …]

Bản mới thay bản cũ của máy; bản do người chép không bao giờ bị thay. Trước hết cho biết sẽ làm bao nhiêu và
ước chừng mất bao lâu; thêm --yes thì làm. Đứt giữa chừng thì gõ lại lệnh: phần đã xong được bỏ qua.
The new version supersedes the machine's own older one, never a person's. Says first how much it would do and
about how long that takes; with --yes it does it. Broken off, the same command goes on.

  --where kind=bia_mo            loại tư liệu / kind of item
  --where visit=CODE             một buổi thăm / one visit
  --where outcome=doubt          read, doubt, handwriting, blank, failed: của một trang nào đó / of any page
  --where engine=whisper-base    máy đã làm bản cũ / the engine that made the old version
  --where before=2026-11-01      bản cũ làm trước ngày / made before that day
  --where below=0.7              độ chắc trung bình dưới / mean confidence below

One JSON object with the estimate; with --yes one for each text as it ends, and a last one with the counts.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections import Counter
from collections.abc import Sequence
from dataclasses import asdict, replace
from datetime import UTC, datetime

from archive.bootstrap import Archive, open_archive
from schemas.errors import InvalidInput, KyucError, QueueUnavailable
from schemas.holdings import ItemKind
from schemas.processing import State
from schemas.reprocessing import MachineTextFilter
from schemas.transcripts import PageOutcome
from workers.reprocessing import Engine, engines, estimate, reprocess

_MINUTE = 60.0


class BadCondition(InvalidInput):
    code = "bad_condition"


def main(argv: Sequence[str]) -> int:
    """0 only if everything that was asked for was done."""
    given = _parser().parse_args(argv)
    archive = open_archive()
    try:
        return _run(archive, given)
    except KyucError as error:
        print(f"{error.message_vi} / {error.message_en}", file=sys.stderr)
        return 1
    finally:
        archive.close()


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        "kyuc reprocess", description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--engine", required=True, help="fused (đọc / reading), whisper (nghe / hearing)")
    parser.add_argument("--where", action="append", default=[], metavar="KEY=VALUE")
    parser.add_argument(
        "--again", action="store_true", help="cả bản do chính máy này làm / what this very engine made too"
    )
    parser.add_argument("--yes", action="store_true", help="làm thật / do it")
    return parser


def _run(archive: Archive, given: argparse.Namespace) -> int:
    engine = _engine(archive, given.engine)
    wanted = condition(archive, given.where)
    expected = estimate(archive, engine, wanted, again=given.again)
    print(json.dumps({"engine": engine.name, **asdict(expected)}), flush=True)
    minutes = "?" if expected.seconds is None else str(max(round(expected.seconds / _MINUTE), 1))
    print(
        f"  {expected.texts} bản, chừng {minutes} phút; {expected.under_persons} bản có bản chép của người, "
        f"được giữ nguyên. / {expected.texts} texts, about {minutes} min; {expected.under_persons} have a "
        "person's version, which stays.",
        file=sys.stderr,
    )
    if not given.yes:
        print("  Thêm --yes để làm. / Add --yes to do it.", file=sys.stderr)
        return 0
    if not archive.queue.serves():
        raise QueueUnavailable(
            vi="Kho chưa chạy nên chưa có máy nào đọc lại được. Hãy gõ ./kyuc up rồi gõ lại lệnh này.",
            en="The archive does not run, so nothing can read. Type ./kyuc up, then this command again.",
        )
    return _redo(archive, engine, wanted, given.again, expected.texts)


def _redo(archive: Archive, engine: Engine, wanted: MachineTextFilter, again: bool, whole: int) -> int:
    ended: Counter[State] = Counter()
    for done in reprocess(archive, engine, wanted, again=again):
        ended[done.state] += 1
        print(json.dumps(asdict(done)), flush=True)
        print(f"  {ended.total()}/{whole}", file=sys.stderr)
    print(json.dumps({state: ended[state] for state in (State.DONE, State.BLANK, State.FAILED)}))
    return int(ended[State.FAILED] > 0)


def _engine(archive: Archive, word: str) -> Engine:
    known = engines(archive.settings)
    if word in known:
        return known[word]
    by_name = next((engine for engine in known.values() if engine.name == word), None)
    if by_name is None:
        raise BadCondition(
            vi=f"Không có máy “{word}”. Có: {', '.join(known)} (mô hình nghe chọn bằng KYUC_WHISPER_MODEL).",
            en=f"No engine “{word}”. Known: {', '.join(known)} (KYUC_WHISPER_MODEL names the model).",
        )
    return by_name


def condition(archive: Archive, conditions: Sequence[str]) -> MachineTextFilter:
    """All of them together. Raises BadCondition, NotFound (the visit)."""
    wanted = MachineTextFilter(frozenset())
    for one in conditions:
        key, _, value = one.partition("=")
        try:
            wanted = _narrowed(archive, wanted, key.strip(), value.strip())
        except ValueError as error:
            raise BadCondition(
                vi=f"Không hiểu điều kiện “{one}”. Xem ./kyuc reprocess --help.",
                en=f"The condition “{one}” is not understood. See ./kyuc reprocess --help.",
            ) from error
    return wanted


def _narrowed(archive: Archive, wanted: MachineTextFilter, key: str, value: str) -> MachineTextFilter:
    match key:
        case "kind":
            return replace(wanted, kind=ItemKind(value))
        case "visit":
            with archive.records() as records:
                visit = records.visit_with_code(value)
            if visit is None:
                raise ValueError(value)
            return replace(wanted, visit_id=visit.id)
        case "outcome":
            return replace(wanted, outcome=PageOutcome(value))
        case "engine":
            return replace(wanted, engine=value)
        case "before":
            moment = datetime.fromisoformat(value)
            return replace(wanted, before=moment if moment.tzinfo else moment.replace(tzinfo=UTC))
        case "below":
            return replace(wanted, below=float(value))
        case _:
            raise ValueError(key)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
