"""Who acts here and now: set where a request or a job begins, asked where an act is written down."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

from schemas.audit import Actor
from schemas.people import User

_ARCHIVE = Actor("kyuc")
"""A command of the machine or a worker, where nobody said who."""
_here: ContextVar[Actor] = ContextVar("actor", default=_ARCHIVE)


def actor() -> Actor:
    """Who acts; the archive itself where nobody said so."""
    return _here.get()


def acts(who: Actor) -> None:
    """From here on, in this thread or task."""
    _here.set(who)


@contextmanager
def acting(who: Actor) -> Iterator[None]:
    token = _here.set(who)
    try:
        yield
    finally:
        _here.reset(token)


def worker_on(target_id: str) -> Actor:
    """A worker at one piece of work; the id of its asset or item joins the log lines."""
    return Actor("kyuc.worker", request=target_id)


def as_actor(user: User, request: str = "") -> Actor:
    """A person with the roles held at this moment."""
    return Actor(user.id, tuple(sorted(role.value for role in user.roles)), request)
