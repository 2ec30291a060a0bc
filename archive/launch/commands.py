"""Finds the commands: every module in a `cli` folder is one, `bench_ocr.py` being `kyuc bench ocr`."""

import ast
import keyword
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from archive.launch import ROOT

FOLDERS = ("archive/cli", "workers/cli", "search_ui/cli")
FAMILIES = ("bench", "evaluate", "export", "import", "martyrs")
"""First words under which commands are gathered: `bench_ocr.py` is typed `bench ocr`."""


@dataclass(frozen=True)
class Command:
    """`words` as typed, the module that runs it (`main(argv) -> int`), one line of help."""

    words: tuple[str, ...]
    module: str
    help: str


def discover(root: Path = ROOT) -> list[Command]:
    """All commands, by the files alone: nothing is imported, so a broken module cannot break `--help`."""
    files = [path for folder in FOLDERS for path in sorted((root / folder).glob("*.py"))]
    found = (_command(path, root) for path in files if not path.name.startswith("_"))
    return [command for command in found if command is not None]


def resolve(arguments: Sequence[str], commands: Sequence[Command]) -> tuple[Command, list[str]] | None:
    """The command with the most matching words, and what is left for it; None where none matches."""
    matching = [c for c in commands if tuple(arguments[: len(c.words)]) == c.words]
    if not matching:
        return None
    command = max(matching, key=lambda c: len(c.words))
    return command, list(arguments[len(command.words) :])


def _command(path: Path, root: Path) -> Command | None:
    """None for a module without `main`: it only helps the commands beside it."""
    help_line = _first_line(path)
    if help_line is None:
        return None
    name = path.stem
    module = ".".join(path.relative_to(root).with_suffix("").parts)
    plain = name[:-1] if name.endswith("_") and keyword.iskeyword(name[:-1]) else name
    family, _, rest = plain.partition("_")
    words = (family, rest) if family in FAMILIES and rest else (plain,)
    return Command(tuple(word.replace("_", "-") for word in words), module, help_line)


def _first_line(path: Path) -> str | None:
    try:
        tree = ast.parse(path.read_text(encoding="utf-8"))
    except (SyntaxError, UnicodeDecodeError):
        return "(tệp hỏng / this file does not parse)"
    if not any(isinstance(node, ast.FunctionDef) and node.name == "main" for node in tree.body):
        return None
    return (ast.get_docstring(tree) or "").split("\n", 1)[0].strip()
