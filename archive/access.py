"""Who may do what, as data. Pure. Who may see which thing: `archive.rights`.

Acts are what the pages and the commands ask for; the table of routes in `search_ui` names one act a route.
"""

from __future__ import annotations

from collections.abc import Iterable
from enum import StrEnum

from schemas.api_tokens import Scope
from schemas.people import Role, User


class Act(StrEnum):
    SIGN_IN = "sign_in"
    """Open to everybody."""
    KEEP_ACCOUNT = "keep_account"
    """Open to everybody who is signed in: one's own account."""
    SEARCH = "search"
    VIEW_ITEM = "view_item"
    DOWNLOAD_ORIGINAL = "download_original"
    MODERATE = "moderate"
    """Decide upon what people bring without an account; make the codes for posters."""
    CONTRIBUTE = "contribute"
    """Make visits and items, send files."""
    CHECK_VISIT = "check_visit"
    """Say of a visit that it is complete, or what is to be brought; clear practice."""
    PLACE_PEOPLE = "place_people"
    """Invite volunteers into one's own part of the organisation tree."""
    RETRY_STAGE = "retry_stage"
    CORRECT_TEXT = "correct_text"
    REVIEW_TEXT = "review_text"
    WITHHOLD = "withhold"
    """Keep a part of an item from others, and give it back."""
    CLEAR_SECRET = "clear_secret"
    """Say that what was set apart is no secret."""
    PROPOSE_LINK = "propose_link"
    DECIDE_COMMUNE = "decide_commune"
    DECIDE_PROVINCE = "decide_province"
    IMPORT_MARTYRS = "import_martyrs"
    MANAGE_USERS = "manage_users"
    SEE_AUDIT = "see_audit"
    KEEP_RUNNING = "keep_running"
    """The job desk and the health of the archive."""
    IMPORT_BAG = "import_bag"
    """Take in what another archive of ours exported."""
    EXPORT_BAG = "export_bag"
    """All that is known of an item, for another archive."""
    HANDLE_REQUESTS = "handle_requests"
    """What families ask about their own data; the register of processing."""
    KEEP_ARCHIVE = "keep_archive"
    """See and end incidents of originals, backups, reports on them."""


_EVERYBODY = frozenset({Act.SIGN_IN})
_SIGNED_IN = _EVERYBODY | {Act.KEEP_ACCOUNT}
_READER = frozenset({Act.SEARCH, Act.VIEW_ITEM})
_COLLECTOR = _READER | {Act.CONTRIBUTE, Act.RETRY_STAGE, Act.CORRECT_TEXT}
_OFFICER = _COLLECTOR | {Act.DOWNLOAD_ORIGINAL, Act.PROPOSE_LINK}
_LEAD = frozenset({Act.CHECK_VISIT, Act.PLACE_PEOPLE})

ACTS: dict[Role, frozenset[Act]] = {
    Role.VOLUNTEER: _COLLECTOR,
    Role.TEAM_LEAD: _COLLECTOR | _LEAD | {Act.DOWNLOAD_ORIGINAL, Act.REVIEW_TEXT, Act.WITHHOLD},
    Role.INTAKE_OFFICER: _OFFICER
    | {
        Act.CHECK_VISIT,
        Act.REVIEW_TEXT,
        Act.KEEP_RUNNING,
        Act.MODERATE,
        Act.WITHHOLD,
        Act.HANDLE_REQUESTS,
    },
    Role.CLASSIFIER: _OFFICER | {Act.REVIEW_TEXT, Act.WITHHOLD},
    Role.COMMUNE_VERIFIER: _OFFICER | {Act.REVIEW_TEXT, Act.DECIDE_COMMUNE, Act.MODERATE, Act.WITHHOLD},
    Role.PROVINCE_VERIFIER: _OFFICER
    | {Act.REVIEW_TEXT, Act.DECIDE_PROVINCE, Act.WITHHOLD, Act.CLEAR_SECRET, Act.EXPORT_BAG, Act.IMPORT_BAG},
    Role.MARTYR_FILE_OFFICER: _OFFICER | {Act.IMPORT_MARTYRS, Act.WITHHOLD, Act.EXPORT_BAG, Act.IMPORT_BAG},
    Role.RESEARCHER: _READER | {Act.DOWNLOAD_ORIGINAL, Act.PROPOSE_LINK},
    Role.STEERING_MEMBER: _READER,
    Role.CONTRIBUTOR: frozenset({Act.CONTRIBUTE}),
    Role.ADMINISTRATOR: _OFFICER
    | _LEAD
    | {
        Act.REVIEW_TEXT,
        Act.MANAGE_USERS,
        Act.IMPORT_MARTYRS,
        Act.SEE_AUDIT,
        Act.KEEP_RUNNING,
        Act.KEEP_ARCHIVE,
    },
    Role.DATA_PROTECTION_OFFICER: _READER | {Act.SEE_AUDIT, Act.WITHHOLD, Act.HANDLE_REQUESTS},
}

SCOPES: dict[Scope, frozenset[Act]] = {
    Scope.READ: _READER,
    Scope.UPLOAD: frozenset({Act.CONTRIBUTE, Act.RETRY_STAGE}),
    Scope.TEXT: frozenset({Act.CORRECT_TEXT, Act.REVIEW_TEXT}),
}
"""What a token of the API is good for, as far as its owner may do it."""


def scopes_for(act: Act) -> list[Scope]:
    """Any one of these lets a token's owner do it by the API."""
    return [scope for scope, acts in SCOPES.items() if act in acts]


def acts_of(roles: Iterable[Role]) -> frozenset[Act]:
    return _SIGNED_IN.union(*(ACTS[role] for role in roles))


def may(user: User | None, act: Act) -> bool:
    """Whether this person (None: nobody signed in) may do it."""
    if user is None or user.disabled:
        return act in _EVERYBODY
    return act in acts_of(user.roles)
