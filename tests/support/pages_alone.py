"""The pages in a process of their own, to be killed: `python -m tests.support.pages_alone PORT`."""

from __future__ import annotations

import os
import sys

from werkzeug.serving import make_server

from archive.bootstrap import Archive
from archive.settings import load
from search_ui.app import create_app


def main(port: int) -> None:
    settings = load(dict(os.environ))
    app = create_app(settings, archive=Archive(settings))
    make_server("127.0.0.1", port, app, threaded=True).serve_forever()


if __name__ == "__main__":
    main(int(sys.argv[1]))
