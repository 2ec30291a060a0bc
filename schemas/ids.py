"""Identifiers are made where the thing is made, on the phone too: UUIDv7, so that nothing is renumbered."""

import uuid_utils


def new_id() -> str:
    """A UUIDv7 (RFC 9562) as 36 lower-case characters; later ids sort after earlier ones."""
    return str(uuid_utils.uuid7())
