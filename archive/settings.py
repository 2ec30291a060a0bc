"""All settings, read once from the environment into one frozen object. Secrets do not print.

`SETTINGS` is the table of names, defaults and help; a test compares it with the README of settings.
NAME_FILE instead of NAME names a file that holds the value, as container secrets do.
"""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from schemas.people import Role


class Secret(str):
    """A string that does not show itself."""

    __slots__ = ()

    def __repr__(self) -> str:
        return "Secret('…')"


@dataclass(frozen=True)
class Setting:
    name: str
    default: str
    help: str


SETTINGS: tuple[Setting, ...] = (
    Setting("KYUC_DATA", "./data", "Folder of everything the archive keeps on this machine"),
    Setting("KYUC_DATABASE_URL", "", "SQLAlchemy address; empty: SQLite in KYUC_DATA"),
    Setting("KYUC_S3_ENDPOINT", "", "host:port of the S3 store; empty: the one that `kyuc up` starts"),
    Setting("KYUC_S3_ACCESS_KEY", "", "Access key of the S3 store"),
    Setting("KYUC_S3_SECRET_KEY", "", "Secret key of the S3 store"),
    Setting("KYUC_S3_SECURE", "false", "true: speak HTTPS to the S3 store"),
    Setting("KYUC_S3_BUCKET", "originals", "Bucket of the originals (object lock on)"),
    Setting("KYUC_S3_DERIVATIVES", "derivatives", "Bucket of what is made for viewing"),
    Setting("KYUC_REDIS_URL", "", "Address of Redis or Valkey; empty: the one that `kyuc up` starts"),
    Setting("KYUC_SEARCH", "tantivy", "tantivy or elasticsearch"),
    Setting("KYUC_ELASTIC_URL", "", "Addresses of Elasticsearch, separated by commas"),
    Setting("KYUC_PUBLIC_URL", "", "Address under which people reach the pages"),
    Setting(
        "KYUC_ADMIN_EMAIL",
        "",
        "E-mail address of who answers for the archive; empty: no OAI-PMH",
    ),
    Setting("KYUC_SECRET_KEY", "", "Key that signs sessions; empty: made once"),
    Setting("KYUC_WHISPER_MODEL", "base", "Name or folder of a CTranslate2 Whisper model"),
    Setting("KYUC_WEIGHTS", "", "Folder of model weights; empty: .cache/weights beside the code"),
    Setting("KYUC_READING_WORKERS", "2", "Processes that read pages at the same time"),
    Setting("KYUC_HEARING_WORKERS", "1", "Processes that hear recordings at the same time"),
    Setting("KYUC_THREADS", "1", "Threads that one engine may use"),
    Setting("KYUC_METRICS_TOKEN", "", "Token for /metrics from elsewhere; empty: this machine only"),
    Setting("KYUC_LANGUAGE", "vi", "First language of the pages"),
    Setting("KYUC_MAP_TILES", "", "Address of map tiles, https://…/{z}/{x}/{y}.png; empty: points on paper"),
    Setting("KYUC_SIGNING_KEY", "", "Seed of the key that signs reports and backups; empty: made once"),
    Setting("KYUC_SECOND_FACTOR", "", "Roles that sign in with a code of the phone too, separated by commas"),
    Setting("KYUC_OIDC_ISSUER", "", "Sign-in service of an office (OpenID Connect); empty: passwords only"),
    Setting("KYUC_OIDC_CLIENT_ID", "", "As which the service knows this archive"),
    Setting("KYUC_OIDC_CLIENT_SECRET", "", "Secret shared with the service"),
    Setting("KYUC_OIDC_NAME", "cơ quan", "What people call the service"),
    Setting("KYUC_NIGHT", "01:30", "Time of day of the nightly backup and check of originals"),
    Setting("KYUC_FIXITY_BUDGET", "20GB", "How much of the originals one night reads back and compares"),
    Setting("KYUC_SECOND_S3_ENDPOINT", "", "host:port of a second S3 store that holds every original too"),
    Setting("KYUC_SECOND_S3_ACCESS_KEY", "", "Access key of the second store"),
    Setting("KYUC_SECOND_S3_SECRET_KEY", "", "Secret key of the second store"),
    Setting("KYUC_SECOND_S3_SECURE", "false", "true: speak HTTPS to the second store"),
    Setting("KYUC_BACKUP", "", "Folder of the nightly backup, on another disk; empty: none by itself"),
    Setting("KYUC_SMTP", "", "host:port of the mail server that sends the digests; empty: only in the pages"),
    Setting("KYUC_SMTP_SECURITY", "starttls", "starttls, tls, or none (a server on this machine only)"),
    Setting("KYUC_SMTP_USER", "", "Account on the mail server; empty: without signing in"),
    Setting("KYUC_SMTP_PASSWORD", "", "Its password"),
    Setting("KYUC_SMTP_FROM", "kyuc@localhost", "Address that the digests come from"),
    Setting(
        "KYUC_SMTP_AUTHORITY", "", "File of the authority of the mail server's certificate; empty: known"
    ),
    Setting("KYUC_BACKUP_KEYS", "", "Public keys (age1…) that backups are sealed for, separated by commas"),
)
_BY_NAME = {setting.name: setting for setting in SETTINGS}


@dataclass(frozen=True)
class Settings:
    data: Path
    database_url: Secret
    s3_endpoint: str
    s3_access_key: str
    s3_secret_key: Secret
    s3_secure: bool
    s3_bucket: str
    s3_derivatives: str
    redis_url: Secret
    search: str
    elastic_urls: tuple[str, ...]
    public_url: str
    secret_key: Secret
    whisper_model: str
    threads: int
    language: str
    signing_key: Secret
    reading_workers: int = 2
    hearing_workers: int = 1
    admin_email: str = ""
    metrics_token: Secret = field(default=Secret(""), repr=False)
    map_tiles: str = ""
    second_factor: frozenset[Role] = frozenset()
    oidc_issuer: str = ""
    oidc_client_id: str = ""
    oidc_client_secret: Secret = field(default_factory=lambda: Secret(""))
    oidc_name: str = ""
    backup: Path | None = None
    backup_keys: str = ""
    night: str = "01:30"
    fixity_budget: str = "20GB"
    second_endpoint: str = ""
    second_access_key: str = ""
    second_secret_key: Secret = field(default_factory=lambda: Secret(""))
    second_secure: bool = False
    smtp: str = ""
    smtp_security: str = "starttls"
    smtp_user: str = ""
    smtp_password: Secret = field(default_factory=lambda: Secret(""))
    smtp_from: str = "kyuc@localhost"
    smtp_authority: str = ""
    environment: Mapping[str, str] = field(default_factory=dict, repr=False)


def load(environment: Mapping[str, str] | None = None) -> Settings:
    """Settings from the environment; what `kyuc up` started fills what is empty (`run/endpoints.env`)."""
    given = dict(os.environ if environment is None else environment)
    data = Path(given.get("KYUC_DATA") or _BY_NAME["KYUC_DATA"].default).resolve()
    values = {setting.name: setting.default for setting in SETTINGS}
    values.update(_endpoints(data / "run" / "endpoints.env"))
    values.update({name: value for name, value in given.items() if name in values and value})
    for name in values:
        if file := given.get(f"{name}_FILE"):
            values[name] = Path(file).read_text(encoding="utf-8").strip()
    return Settings(
        data=data,
        database_url=Secret(values["KYUC_DATABASE_URL"] or f"sqlite:///{data / 'records.sqlite'}"),
        s3_endpoint=values["KYUC_S3_ENDPOINT"],
        s3_access_key=values["KYUC_S3_ACCESS_KEY"],
        s3_secret_key=Secret(values["KYUC_S3_SECRET_KEY"]),
        s3_secure=values["KYUC_S3_SECURE"].lower() == "true",
        s3_bucket=values["KYUC_S3_BUCKET"],
        s3_derivatives=values["KYUC_S3_DERIVATIVES"],
        redis_url=Secret(values["KYUC_REDIS_URL"]),
        search=values["KYUC_SEARCH"],
        elastic_urls=tuple(url for url in values["KYUC_ELASTIC_URL"].split(",") if url),
        public_url=values["KYUC_PUBLIC_URL"],
        secret_key=Secret(values["KYUC_SECRET_KEY"]),
        whisper_model=values["KYUC_WHISPER_MODEL"],
        threads=int(values["KYUC_THREADS"]),
        reading_workers=int(values["KYUC_READING_WORKERS"]),
        hearing_workers=int(values["KYUC_HEARING_WORKERS"]),
        language=values["KYUC_LANGUAGE"],
        metrics_token=Secret(values["KYUC_METRICS_TOKEN"]),
        admin_email=values["KYUC_ADMIN_EMAIL"].strip(),
        map_tiles=values["KYUC_MAP_TILES"],
        signing_key=Secret(values["KYUC_SIGNING_KEY"]),
        second_factor=frozenset(Role(code) for code in _listed(values["KYUC_SECOND_FACTOR"])),
        oidc_issuer=values["KYUC_OIDC_ISSUER"],
        oidc_client_id=values["KYUC_OIDC_CLIENT_ID"],
        oidc_client_secret=Secret(values["KYUC_OIDC_CLIENT_SECRET"]),
        oidc_name=values["KYUC_OIDC_NAME"],
        backup=Path(values["KYUC_BACKUP"]).absolute() if values["KYUC_BACKUP"] else None,
        backup_keys=values["KYUC_BACKUP_KEYS"],
        night=values["KYUC_NIGHT"],
        fixity_budget=values["KYUC_FIXITY_BUDGET"],
        second_endpoint=values["KYUC_SECOND_S3_ENDPOINT"],
        second_access_key=values["KYUC_SECOND_S3_ACCESS_KEY"],
        second_secret_key=Secret(values["KYUC_SECOND_S3_SECRET_KEY"]),
        second_secure=values["KYUC_SECOND_S3_SECURE"].lower() == "true",
        smtp=values["KYUC_SMTP"],
        smtp_security=values["KYUC_SMTP_SECURITY"].lower(),
        smtp_user=values["KYUC_SMTP_USER"],
        smtp_password=Secret(values["KYUC_SMTP_PASSWORD"]),
        smtp_from=values["KYUC_SMTP_FROM"],
        smtp_authority=values["KYUC_SMTP_AUTHORITY"],
        environment=given,
    )


def _listed(value: str) -> list[str]:
    return [one.strip() for one in value.split(",") if one.strip()]


def _endpoints(path: Path) -> dict[str, str]:
    """What the supervisor wrote about the servers it started: lines NAME=value, for the owner only."""
    if not path.is_file():
        return {}
    lines = path.read_text(encoding="utf-8").splitlines()
    return dict(line.split("=", 1) for line in lines if "=" in line and not line.startswith("#"))
