"""The launcher runs before anything is installed, so it may only use what Python brings."""

import ast
import sys
from pathlib import Path

from archive.launch import ROOT

SOURCES = [ROOT / "kyuc", *sorted((ROOT / "archive" / "launch").glob("*.py"))]


def _imported(source: Path) -> set[str]:
    tree = ast.parse(source.read_text(encoding="utf-8"))
    plain = {n.name for node in ast.walk(tree) if isinstance(node, ast.Import) for n in node.names}
    parts = {node.module or "" for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)}
    return {name.split(".")[0] for name in plain | parts}


def test_launcher_imports_only_the_standard_library() -> None:
    allowed = set(sys.stdlib_module_names) | {"archive"}
    assert {s.name: _imported(s) - allowed for s in SOURCES if _imported(s) - allowed} == {}


def test_launcher_can_be_executed() -> None:
    assert (ROOT / "kyuc").stat().st_mode & 0o111 == 0o111
