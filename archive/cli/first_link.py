"""Đường dẫn dùng một lần cho người quản trị đầu tiên / the first administrator's one-time link.

Each time a new one; those printed before stop working. Nothing once an administrator can sign in.
"""

from __future__ import annotations

import sys
from collections.abc import Sequence

from archive.bootstrap import open_archive
from archive.signing_in.accounts import first_admin_token
from archive.supervision.admission import LINK_PATH
from archive.supervision.words import Parser, complain, say
from schemas.errors import KyucError


def main(argv: Sequence[str]) -> int:
    """Prints the link on standard output."""
    Parser(prog="./kyuc first-link", description=__doc__).parse_args(argv)
    archive = open_archive()
    try:
        token = first_admin_token(archive)
    except KyucError as error:
        return complain(error)
    finally:
        archive.close()
    if token is None:
        say("Đã có người quản trị.", "There is an administrator already.")
    else:
        print(f"{archive.settings.public_url}{LINK_PATH}{token}")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
