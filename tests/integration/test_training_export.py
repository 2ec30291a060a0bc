"""Pairs of line image and accepted text, from a real store; what a family did not allow stays at home."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

from PIL import Image

from archive.bootstrap import Archive
from archive.transcription.drafting import Save, save_draft
from archive.transcription.training import export_training
from archive.transcription.versions import accept, propose
from schemas.people import Role
from tests.support.story import LINES, tell
from tests.support.texts import person


def test_accepted_lines_are_cut_out_with_their_text(archive: Archive, tmp_path: Path) -> None:
    story = tell(archive)
    asset = story.letter.asset
    assert export_training(archive, tmp_path / "none").lines == 0
    lan, thu = person(archive, "lan", Role.TEAM_LEAD), person(archive, "thu", Role.CLASSIFIER)
    for user in (lan, thu):
        with archive.records() as records:
            records.place_user(user.id, "", None)
            records.commit()
    lan, thu = replace(lan, organisation_path=""), replace(thu, organisation_path="")
    with archive.records() as records:
        machine = records.current_transcript(asset.id)
    assert machine is not None
    lines = [replace(one, words=(), id=f"s{at}") for at, one in enumerate(machine.segments)]
    lines[1] = replace(lines[1], text="Mẹ kính yêu của con !")
    save_draft(archive, lan, asset.id, Save(machine.id, 0, tuple(lines), "d"))
    accept(archive, thu, asset.id, propose(archive, lan, asset.id).id)

    told = export_training(archive, tmp_path / "set")
    rows = [
        json.loads(line) for line in (tmp_path / "set" / "manifest.jsonl").read_text("utf-8").splitlines()
    ]
    assert (told.files, told.lines, told.not_accepted) == (1, len(LINES), 0)
    second = rows[1]
    assert second["text"] == "Mẹ kính yêu của con !"
    assert (tmp_path / "set" / second["image"].replace(".png", ".gt.txt")).read_text(
        "utf-8"
    ).strip() == second["text"]
    with Image.open(tmp_path / "set" / second["image"]) as picture:
        assert picture.height < 100 and picture.width > 300
        assert min(picture.convert("L").getdata()) < 90, "the ink of the line is in it"

    with archive.records() as records:
        records.change_item(replace(story.letter.item, level=3))
        records.commit()
    hidden = export_training(archive, tmp_path / "hidden")
    assert (hidden.lines, hidden.level) == (0, 1)
