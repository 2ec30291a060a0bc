"""A volunteer's phone without its screen: signs in, opens a visit, sends files in parts, keeps the receipts.

Speaks to the pages over HTTP as the capture page does (`search_ui/frontend/src/capture/queue.ts`), so that
many of them can be set on one archive at once.
"""

from __future__ import annotations

import json
import re
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from hashlib import sha256
from http.client import HTTPConnection, HTTPException
from typing import Any, BinaryIO
from urllib.parse import urlencode, urlsplit

from schemas.errors import KyucError
from schemas.ids import new_id

_TOKEN = re.compile(r'name="csrf_token"[^>]*value="([^"]+)"')
_TRIES = 40
_BUSY = 429
_PATIENCE = 120


class PhoneFailed(KyucError):
    """The archive refused, or was away for too long."""

    code = "phone_failed"


@dataclass(frozen=True, slots=True)
class Brought:
    """One file of the visit; `read` opens it anew."""

    name: str
    size: int
    kind: str
    read: Callable[[], BinaryIO]


@dataclass(slots=True)
class Phone:
    """`asked_again`: how often the archive was busy or the line broke."""

    address: str
    asked_again: int = 0
    _cookies: str = ""
    _token: str = ""

    def sign_in(self, login: str, password: str) -> None:
        page = self._once("GET", "/dang-nhap")[1].decode()
        found = _TOKEN.search(page)
        form = {"login": login, "password": password, "csrf_token": found[1] if found else ""}
        kind = "application/x-www-form-urlencoded"
        status, _ = self._once("POST", "/dang-nhap", urlencode(form).encode(), kind)
        if status != 302:
            raise PhoneFailed(f"sign-in was answered with {status}")
        self._token = self._ask("GET", "/api/session")["token"]

    def open_visit(self, family: str, commune: str) -> str:
        visit = new_id()
        told = {"family": family, "commune": commune, "consent_luu_tru": "yes", "consent_by": family}
        self._ask("PUT", f"/api/visits/{visit}", told)
        return visit

    def send(self, visit: str, brought: Brought) -> str:
        """SHA-256 of what was sent, once the archive gave its receipt for the same. Raises PhoneFailed."""
        sending, digest = new_id(), sha256()
        announced = {"filename": brought.name, "size": brought.size, "kind": brought.kind}
        arrived = self._ask("PUT", f"/api/visits/{visit}/sendings/{sending}", announced)
        with brought.read() as file:
            while part := file.read(arrived["part_bytes"]):
                digest.update(part)
                arrived = self._ask("PUT", f"/api/sendings/{sending}/parts/{arrived['whole_to']}", part)
        receipt = self._ask("POST", f"/api/sendings/{sending}/complete", {})
        if receipt["sha256"] != digest.hexdigest():
            raise PhoneFailed("the receipt is for another file")
        return digest.hexdigest()

    def page(self, path: str) -> tuple[int, float]:
        """Status and seconds of one page, as a person waits for it."""
        began = time.perf_counter()
        status, _ = self._once("GET", path)
        return status, time.perf_counter() - began

    def _ask(self, method: str, path: str, body: Mapping[str, Any] | bytes | None = None) -> dict[str, Any]:
        """The answer; asked again while the archive is busy or away."""
        kind = "application/octet-stream" if isinstance(body, bytes) else "application/json"
        sent = body if isinstance(body, bytes) or body is None else json.dumps(body).encode()
        said = ""
        tries = 0
        while tries < _TRIES:
            try:
                status, answer = self._once(method, path, sent, kind)
            except (OSError, HTTPException) as error:
                said = type(error).__name__
            else:
                if status < 300:
                    return dict(json.loads(answer))
                said = f"{status} {answer[:200]!r}"
                if status < 500 and status != _BUSY:
                    raise PhoneFailed(f"{method} {path}: {said}")
                tries -= status == _BUSY  # the archive is there: a phone waits as long as it takes
            tries += 1
            self.asked_again += 1
            time.sleep(min(0.25 * (tries + 1), 3.0))
        raise PhoneFailed(f"{method} {path}: {said} after {_TRIES} tries")

    def _once(self, method: str, path: str, body: bytes | None = None, kind: str = "") -> tuple[int, bytes]:
        where = urlsplit(self.address)
        line = HTTPConnection(where.hostname or "", where.port, timeout=_PATIENCE)
        try:
            headers = {"Cookie": self._cookies, "X-CSRFToken": self._token, "Content-Type": kind}
            headers |= {"Accept": "application/json"} if path.startswith("/api/") else {}
            line.request(method, path, body, {name: value for name, value in headers.items() if value})
            answer = line.getresponse()
            if kept := answer.headers.get_all("Set-Cookie"):
                self._cookies = "; ".join(cookie.partition(";")[0] for cookie in kept)
            return answer.status, answer.read()
        finally:
            line.close()
