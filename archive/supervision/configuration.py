"""Writes the configuration of every server under KYUC_DATA/run, for the owner only."""

from __future__ import annotations

import json
import os
import shutil
import string
from collections.abc import Iterable, Mapping
from pathlib import Path

from archive.supervision.endpoints import Endpoints
from archive.supervision.folders import Folders, write_private
from archive.supervision.front import Front, caddyfile
from archive.supervision.programs import APPLICATION, SERVERS, Program

START_SECONDS = 10
"""A program that dies sooner is started again after a pause that grows by a second each time."""

ENDLESS_TRIES = 1_000_000
"""Never give up: what waiting can cure (a full disk made free) should need nobody's hand."""


def write_all(
    folders: Folders, endpoints: Endpoints, front: Front, programs: Iterable[Program], objects: str
) -> Path:
    """Every file; returns the path of supervisord's."""
    write_private(folders.run / "s3.json", _s3_identities(endpoints))
    write_private(folders.run / "valkey.conf", _valkey(folders, endpoints))
    front_text = caddyfile(front, app=folders.socket("web"), objects=objects, storage=folders.front)
    write_private(folders.run / "Caddyfile", front_text)
    path = folders.run / "supervisord.conf"
    write_private(path, supervisord(folders, list(programs)))
    return path


def _s3_identities(endpoints: Endpoints) -> str:
    credentials = [{"accessKey": endpoints.s3_access_key, "secretKey": endpoints.s3_secret_key}]
    actions = ["Admin", "Read", "Write", "List", "Tagging"]
    return json.dumps({"identities": [{"name": "archive", "credentials": credentials, "actions": actions}]})


def _valkey(folders: Folders, endpoints: Endpoints) -> str:
    """Append-only file, synced each second: the records hold the truth, the queue only wakes workers."""
    return f"""bind 127.0.0.1
port {endpoints.ports["queue"]}
protected-mode yes
requirepass {endpoints.queue_password}
dir "{folders.queue}"
appendonly yes
appendfsync everysec
save ""
daemonize no
maxmemory 128mb
maxmemory-policy noeviction
"""


def supervisord(folders: Folders, programs: list[Program]) -> str:
    """supervisord.conf: servers end after what stands on them; every program dies with supervisord."""
    sections = [
        _section(
            "supervisord",
            nodaemon="true",
            silent="true",
            logfile=folders.logs / "supervisord.log",
            logfile_maxbytes="2MB",
            logfile_backups=1,
            pidfile=folders.run / "supervisord.pid",
            directory=folders.data,
            umask="077",
            user="root" if os.geteuid() == 0 else "",
        ),
        _section("unix_http_server", file=folders.socket("supervisor"), chmod="0600"),
        "[rpcinterface:supervisor]\n"
        "supervisor.rpcinterface_factory = supervisor.rpcinterface:make_main_rpcinterface\n",
        *(_program(folders, program) for program in programs),
    ]
    for priority, group in ((10, SERVERS), (50, APPLICATION)):
        if members := [program.name for program in programs if program.group == group]:
            sections.append(_section(f"group:{group}", programs=",".join(members), priority=priority))
    return "\n".join(sections)


def _program(folders: Folders, program: Program) -> str:
    """`setpriv --pdeathsig`: the kernel ends it if supervisord itself is killed."""
    die_with_parent = (shutil.which("setpriv") or "setpriv", "--pdeathsig", "TERM", "--")
    return _section(
        f"program:{program.name}",
        command=" ".join(_quoted(word) for word in (*die_with_parent, *program.command)),
        autostart="false",
        autorestart="true",
        startsecs=START_SECONDS,
        startretries=ENDLESS_TRIES,
        stopasgroup="true",
        killasgroup="true",
        stopwaitsecs=program.end_seconds,
        redirect_stderr="true",
        stdout_logfile=folders.logs / f"{program.name}.log",
        stdout_logfile_maxbytes="2MB",
        stdout_logfile_backups=1,
        environment=_environment(program.environment),
    )


def _section(title: str, **values: object) -> str:
    lines = [f"{key} = {_escaped(value)}" for key, value in values.items() if str(value)]
    return f"[{title}]\n" + "\n".join(lines) + "\n"


def _escaped(value: object) -> str:
    """A percent sign begins an expansion in supervisord's files."""
    return str(value).replace("%", "%%")


def _environment(values: Mapping[str, str]) -> str:
    return ",".join(f"{name}={_quoted(value, always=True)}" for name, value in values.items())


def _quoted(word: str, always: bool = False) -> str:
    plain = set(string.ascii_letters + string.digits + "-_./:=,@%+")
    if not always and word and set(word) <= plain:
        return word
    return '"' + word.replace("\\", "\\\\").replace('"', '\\"') + '"'
