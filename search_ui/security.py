"""What every response carries, and how the session behaves: nothing inline, nothing from elsewhere."""

import secrets

from flask import Flask, Response, current_app, g, request
from flask.sessions import SecureCookieSessionInterface, SessionMixin
from flask_wtf.csrf import CSRFProtect

from archive.signing_in.sessions import IDLE
from search_ui.auth import by_token

csrf = CSRFProtect()


class QuietSessions(SecureCookieSessionInterface):
    """Prolongs the session with pages, not with files: an answer that sets a cookie cannot be kept."""

    def should_set_cookie(self, app: Flask, session: SessionMixin) -> bool:
        if request.endpoint == "static" and not session.modified:
            return False
        return super().should_set_cookie(app, session)


def install(app: Flask, *, secure: bool) -> None:
    app.session_interface = QuietSessions()
    app.config.update(
        SESSION_COOKIE_NAME="__Host-kyuc" if secure else "kyuc",
        SESSION_COOKIE_HTTPONLY=True,
        SESSION_COOKIE_SECURE=secure,
        SESSION_COOKIE_SAMESITE="Lax",
        PERMANENT_SESSION_LIFETIME=IDLE,
        SESSION_REFRESH_EACH_REQUEST=True,
        WTF_CSRF_TIME_LIMIT=None,  # the token lives and dies with the session
        WTF_CSRF_SSL_STRICT=secure,
        WTF_CSRF_CHECK_DEFAULT=False,  # checked here, where no token asks: a browser sends none by itself
    )
    csrf.init_app(app)
    app.before_request(_meant)
    app.after_request(_headers)
    app.jinja_env.globals["style_nonce"] = style_nonce


def _meant() -> None:
    """What a browser sends was meant by the person, not by a page from elsewhere."""
    if current_app.config["WTF_CSRF_ENABLED"] and request.endpoint and not by_token():
        csrf.protect()


def style_nonce() -> str:
    """Lets the waveform's own style sheet in (it lives in a shadow tree), and nothing else."""
    if "style_nonce" not in g:
        g.style_nonce = secrets.token_urlsafe(16)
    return str(g.style_nonce)


def content_policy(images: str = "") -> str:
    """What a page may load; `images`: one more address for pictures (tiles of a map)."""
    nonce = f" 'nonce-{g.style_nonce}'" if "style_nonce" in g else ""
    pictures = f" {images}" if images else ""
    return (
        "default-src 'none'; script-src 'self'; "
        f"style-src 'self'{nonce}; img-src 'self' data: blob:{pictures}; font-src 'self'; "
        "connect-src 'self'; media-src 'self' blob:; manifest-src 'self'; worker-src 'self'; "
        "form-action 'self'; frame-ancestors 'none'; base-uri 'none'"
    )


def _headers(response: Response) -> Response:
    response.headers.setdefault("Content-Security-Policy", content_policy())
    response.headers.setdefault("X-Content-Type-Options", "nosniff")
    response.headers.setdefault("Referrer-Policy", "same-origin")
    response.headers.setdefault("Permissions-Policy", "camera=(self), microphone=(self), geolocation=(self)")
    response.headers.setdefault("Cross-Origin-Opener-Policy", "same-origin")
    if response.mimetype == "text/html":
        response.headers.setdefault("Cache-Control", "private, no-cache")
    return response
