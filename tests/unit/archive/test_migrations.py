"""Revisions: one line of them, HEAD is its end, and records of every age come up to it whole."""

from __future__ import annotations

from pathlib import Path

import pytest
from alembic import command
from alembic.config import Config
from alembic.script import ScriptDirectory
from sqlalchemy import create_engine, text

from archive import migrations
from archive.adapters.catalogue_sql import open_database
from archive.settings import load

_SCRIPTS = Path(migrations.__file__).parent


def _config() -> Config:
    config = Config()
    config.set_main_option("script_location", str(_SCRIPTS))
    return config


def _revisions() -> list[str]:
    script = ScriptDirectory.from_config(_config())
    return [revision.revision for revision in script.walk_revisions()]


def test_head_is_the_end_of_one_line() -> None:
    assert ScriptDirectory.from_config(_config()).get_heads() == [migrations.HEAD]


@pytest.mark.parametrize("revision", _revisions())
def test_records_of_every_age_come_up_to_date_with_what_they_hold(tmp_path: Path, revision: str) -> None:
    engine = create_engine(f"sqlite:///{tmp_path / 'records.sqlite'}")
    config = _config()
    with engine.begin() as connection:
        config.attributes["connection"] = connection
        command.upgrade(config, revision)
        connection.execute(
            text(
                "INSERT INTO visits (id, title, commune, team, family, witnesses, known_names, kind, code,"
                " made_at) VALUES ('v', 'Thăm', '', '', '', '[]', '[]', 'visit', 'AB-2345', '2026-07-27')"
            )
        )
    engine.dispose()
    with open_database(load({"KYUC_DATA": str(tmp_path)})).records() as records:
        assert records.visit("v").title == "Thăm"
