"""The bundles that Vite made: one entry a page part, named with its hash in the manifest."""

import json
import logging
from functools import cached_property
from pathlib import Path
from typing import Any

from flask import Flask, url_for
from markupsafe import Markup

ROOT = Path(__file__).parent
DIST = ROOT / "static" / "dist"
EXTENSION = "kyuc-bundles"
log = logging.getLogger(__name__)


class Bundles:
    """Reads `manifest.json` once. Pages work without it, only plainer: it says so in the log at the start."""

    def __init__(self, dist: Path = DIST) -> None:
        self.dist = dist

    @cached_property
    def manifest(self) -> dict[str, Any]:
        path = self.dist / "manifest.json"
        if not path.is_file():
            log.warning("The front end is not built (npm ci && npm run build in search_ui/frontend).")
            return {}
        loaded: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
        return loaded

    def tags(self, entry: str) -> Markup:
        """Style sheets and the module script of `src/<entry>.ts`."""
        chunk = self.manifest.get(f"src/{entry}.ts")
        if chunk is None:
            return Markup("")
        styles = [
            Markup('<link rel="stylesheet" href="{}">').format(self._url(name))
            for name in self._styles(chunk)
        ]
        # What the script imports is asked for at once: on a slow line each link of the chain costs a second.
        ahead = [
            Markup('<link rel="modulepreload" href="{}">').format(self._url(name))
            for name in self._imported(chunk)
        ]
        script = Markup('<script type="module" src="{}"></script>').format(self._url(chunk["file"]))
        return Markup("\n").join([*styles, *ahead, script])

    def _imported(self, chunk: dict[str, Any]) -> list[str]:
        """Files that the chunk imports, and what those import, each once."""
        found: dict[str, None] = {}
        for key in chunk.get("imports", ()):
            found.setdefault(self.manifest[key]["file"])
            found.update(dict.fromkeys(self._imported(self.manifest[key])))
        return list(found)

    def addresses(self, entry: str) -> list[str]:
        """All that an entry loads, fonts and pictures too: what a phone keeps for use without network."""
        seen: dict[str, None] = {}

        def collect(key: str) -> None:
            chunk = self.manifest[key]
            for name in (chunk["file"], *chunk.get("css", ()), *chunk.get("assets", ())):
                seen.setdefault(self._url(name))
            for other in (*chunk.get("imports", ()), *chunk.get("dynamicImports", ())):
                collect(other)

        if f"src/{entry}.ts" in self.manifest:
            collect(f"src/{entry}.ts")
        return list(seen)

    def _styles(self, chunk: dict[str, Any]) -> list[str]:
        names = [name for key in chunk.get("imports", ()) for name in self._styles(self.manifest[key])]
        return [*names, *chunk.get("css", ())]

    def _url(self, name: str) -> str:
        return url_for("static", filename=f"dist/{name}")


def install(app: Flask) -> None:
    bundles = Bundles()
    _ = bundles.manifest
    app.jinja_env.globals["bundle"] = bundles.tags
    app.extensions[EXTENSION] = bundles
    app.config["SEND_FILE_MAX_AGE_DEFAULT"] = 31536000  # every built name carries the hash of its content
