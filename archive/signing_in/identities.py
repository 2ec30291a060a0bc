"""Accounts that sign in through an office's own service (OpenID Connect).

The service says who somebody is; it gives no role and makes no account. An identity comes to an account by
its invitation, or where the login is the very e-mail address that the service has verified.
"""

from __future__ import annotations

from typing import Protocol

from archive.audit.actor import actor, as_actor
from archive.ports import Catalogue
from archive.signing_in.accounts import use_link
from archive.signing_in.attempts import digest
from schemas.audit import AuditAct, AuditEntry, Outcome
from schemas.errors import Conflict, Refused
from schemas.identities import Identity
from schemas.people import User

_PURPOSE = "identity"


class Stores(Protocol):
    def records(self) -> Catalogue: ...


def come_in(archive: Stores, identity: Identity, nonce: str, invitation: str = "") -> User:
    """Whose identity this is. `nonce`: of an answer, which counts once; `invitation`: a link's token.

    Raises Refused (nobody's, a closed account, an answer that was used before), Conflict (two accounts).
    """
    with archive.records() as records:
        if not records.use_proof(digest(nonce), digest(identity.issuer), _PURPOSE):
            raise _refused("this answer was used before")
        user = _known(records, identity) or _by_email(records, identity)
        if invitation:
            invited = use_link(records, invitation)
            if user is not None and user.id != invited.id:
                raise Conflict("identity of another account")
            user = invited
        if user is None or user.disabled:
            records.note(AuditEntry(AuditAct.SIGN_IN, "user", user.id if user else "", Outcome.REFUSED))
            records.commit()
            raise _refused("nobody's identity")
        who = as_actor(user, actor().request)
        if records.identity_of(identity.issuer, identity.subject) is None:
            records.add_identity(identity.issuer, identity.subject, user.id)
            records.note(AuditEntry(AuditAct.IDENTITY_LINKED, "user", user.id, actor=who))
        told = {"how": "provider"}
        records.note(AuditEntry(AuditAct.SIGN_IN, "user", user.id, details=told, actor=who))
        records.commit()
    return user


def _known(records: Catalogue, identity: Identity) -> User | None:
    user_id = records.identity_of(identity.issuer, identity.subject)
    return records.find_user(user_id) if user_id else None


def _by_email(records: Catalogue, identity: Identity) -> User | None:
    email = identity.email.strip().lower()
    return records.find_user_by_login(email) if "@" in email else None


def _refused(detail: str) -> Refused:
    return Refused(
        detail,
        vi="Tài khoản cơ quan này chưa được nối với tài khoản nào trong kho. Hãy xin người quản trị lời mời.",
        en="No account here is linked with that of your office. Ask an administrator to invite you.",
    )
