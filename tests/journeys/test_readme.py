"""What the README tells people to type works as it stands there."""

from __future__ import annotations

import os
import re
import shlex
import subprocess
import zipfile
from pathlib import Path

import pytest

from archive.launch import ROOT
from tests.support.pages import NOTICE, page

BLOCK = re.search(
    r"from the command line\n.*?```sh\n(.*?)```", (ROOT / "README.md").read_text("utf-8"), re.DOTALL
)
COMMANDS = BLOCK[1].splitlines() if BLOCK else []
PEOPLE = [
    f"{family} {middle} {given}"
    for family in ("Nguyễn", "Trần", "Lê", "Đặng")
    for middle in ("Văn", "Bá", "Xuân")
    for given in ("Hùng", "Khuê", "Tuất", "Mão")
]
LIST = "id,name,birth,death,hometown,unit\n" + "\n".join(
    f"{n},{name},{1940 + n % 12},{1 + n % 28}/{1 + n % 12}/{1965 + n % 9},Xã Thử,c3/d7/e6{n % 9}"
    for n, name in enumerate(PEOPLE)
)


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with what the commands name."""
    folder = tmp_path_factory.mktemp("desk")
    page(NOTICE).save(folder / "photo.jpg", quality=90)
    said = ["espeak-ng", "-v", "vi", "-w", str(folder / "recording.wav"), "đại đội ba tiểu đoàn bảy"]
    subprocess.run(said, check=True, timeout=60)
    (folder / "names.txt").write_text("tiểu đoàn bảy\n", encoding="utf-8")
    (folder / "letter.txt").write_text(
        "Đồng chí Lê Bá Khuê, c3 d7 e66, hy sinh 12/8/1972.\n", encoding="utf-8"
    )
    text = '{"id":"t1","title":"Hồi ức","text":"Nguyễn Văn Hùng, trung đoàn 66, Quảng Trị."}\n'
    (folder / "texts.jsonl").write_text(text, encoding="utf-8")
    with zipfile.ZipFile(folder / "all.zip", "w") as database:
        database.writestr("PYSEC-0.json", '{"id":"PYSEC-0","affected":[{"package":{"name":"not-ours"}}]}')
    for name in ("list.csv", "other.csv"):
        (folder / name).write_text(LIST, encoding="utf-8")
    return folder


def test_the_readme_names_commands() -> None:
    assert len(COMMANDS) >= 10


@pytest.mark.slow
@pytest.mark.parametrize("command", COMMANDS)
def test_a_command_of_the_readme_works_as_it_stands_there(desk: Path, command: str) -> None:
    """In the order of the README: what is imported first is found afterwards."""
    words = [str(ROOT / "kyuc"), *shlex.split(command)[1:]]
    environment = {**os.environ, "KYUC_DATA": str(desk / "data")}
    done = subprocess.run(
        words, cwd=desk, env=environment, capture_output=True, text=True, timeout=280, check=False
    )
    assert done.returncode == 0, done.stderr[-2000:]
    if "search --json" in command:
        assert "t1" in done.stdout
    if "suggest --json" in command:
        assert "Lê Bá Khuê" in done.stdout
