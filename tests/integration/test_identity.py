"""Who is one man: derived from confirmed links through the records, and split again when one is withdrawn."""

from pathlib import Path

from archive.bootstrap import Archive
from archive.linkage.identity import one_with
from archive.settings import load
from schemas.linkage import Decision, Step, Subject, VerifierLevel

COMMUNE, PROVINCE = VerifierLevel.COMMUNE, VerifierLevel.PROVINCE


def _confirm(archive: Archive, one: str, other: str) -> Decision:
    subject = Subject.of(one, other)
    steps = ((Step.PROPOSE, "machine", VerifierLevel.MACHINE), (Step.CONFIRM_COMMUNE, "xã", COMMUNE),
             (Step.CONFIRM_PROVINCE, "tỉnh", PROVINCE))  # fmt: skip
    made = [Decision(subject, step, by, level) for step, by, level in steps]
    with archive.records() as records:
        for decision in made:
            records.decide(decision)
        records.commit()
    return made[-1]


def test_two_records_meet_in_one_stone_and_part_again(tmp_path: Path) -> None:
    archive = Archive(load({"KYUC_DATA": str(tmp_path)}))
    last = _confirm(archive, "stone", "record of the commune")
    _confirm(archive, "stone", "record of the province")
    _confirm(archive, "another stone", "another record")
    together = frozenset({"stone", "record of the commune", "record of the province"})
    with archive.records() as records:
        assert one_with(records, "record of the commune") == together
        records.decide(
            Decision(
                last.subject, Step.WITHDRAW, "tỉnh", PROVINCE, "mistake", "nhầm người", withdraws=last.id
            )
        )
        records.commit()
        assert one_with(records, "record of the commune") == {"record of the commune"}
        assert one_with(records, "stone") == {"stone", "record of the province"}
