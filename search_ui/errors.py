"""One handler, one JSON shape, one page. A report number instead of a trace; the trace goes to the log."""

import logging
import secrets

from flask import Flask, Response, g, jsonify, make_response, redirect, render_template, request, url_for
from flask_wtf.csrf import CSRFError
from werkzeug.exceptions import HTTPException
from werkzeug.wrappers import Response as BaseResponse

from schemas.errors import InvalidInput, KyucError, NotFound, Refused, TooLarge, TooManyAttempts
from search_ui.i18n import language
from search_ui.words import _

log = logging.getLogger(__name__)


class SignInNeeded(KyucError):
    code, http_status = "sign_in_needed", 401
    vi = "Cần đăng nhập để làm việc này. Việc đang làm dở vẫn còn trên máy."
    en = "Sign in to do this. What you were doing is still on this machine."


class SecondStepNeeded(KyucError):
    code, http_status = "second_step_needed", 403
    vi = "Vai trò này cần mã hai bước. Hãy cài mã trên điện thoại ở trang Tài khoản trước."
    en = "This role signs in with a code too. Set it up on your phone first, on the page Account."


class TokenEnded(SignInNeeded):
    code = "token_ended"
    vi = "Mã API này không đúng, đã hết hạn hoặc đã bị thu hồi. Hãy tạo mã mới ở trang Tài khoản."
    en = "This API token is wrong, too old or revoked. Make a new one on the page Account."


class OutOfScope(Refused):
    code = "out_of_scope"
    vi = "Mã API này không dùng cho việc đó. Hãy tạo mã có đúng phạm vi ở trang Tài khoản."
    en = "This API token is not for that. Make one with the right scope on the page Account."


class StaleForm(KyucError):
    code, http_status = "stale_form", 400
    vi = "Trang đã mở quá lâu nên chưa nhận được. Hãy tải lại trang rồi gửi lại."
    en = "The page was open for too long, so nothing was accepted. Reload and send again."


class NotAllowedWay(KyucError):
    code, http_status = "not_allowed_way", 405
    vi = "Địa chỉ này không nhận cách gửi như vậy."
    en = "This address does not take that kind of request."


class OddRequest(InvalidInput):
    code, http_status = "bad_request", 400


_HTTP: dict[int, type[KyucError]] = {
    400: OddRequest,
    401: SignInNeeded,
    403: Refused,
    404: NotFound,
    405: NotAllowedWay,
    413: TooLarge,
    422: InvalidInput,
    429: TooManyAttempts,
}


def install(app: Flask) -> None:
    app.register_error_handler(KyucError, _known)
    app.register_error_handler(CSRFError, lambda error: _known(StaleForm(str(error.description))))
    app.register_error_handler(HTTPException, _http)
    app.register_error_handler(Exception, _unknown)


def wants_json() -> bool:
    """Addresses under /api speak JSON, whatever happens."""
    return request.path.startswith("/api/") or request.accept_mimetypes.best == "application/json"


def _http(error: HTTPException) -> BaseResponse:
    if error.code is not None and error.code < 400:
        return error.get_response()
    kind = _HTTP.get(error.code or 500, KyucError)
    return _known(kind(str(error.description)))


def _unknown(error: Exception) -> BaseResponse:
    report = _report_number()
    log.exception("report %s: %s on %s", report, type(error).__name__, request.endpoint)
    return _answer(KyucError(), report)


def _known(error: KyucError) -> BaseResponse:
    if isinstance(error, SignInNeeded) and not wants_json() and request.method == "GET":
        return redirect(url_for("account.sign_in", next=request.full_path.rstrip("?")))
    if isinstance(error, SecondStepNeeded) and not wants_json() and request.method == "GET":
        return redirect(url_for("second_factor.show"))
    report = None
    if error.http_status >= 500:
        report = _report_number()
        log.error(
            "report %s: %s on %s: %s", report, error.code, request.endpoint, error.detail, exc_info=error
        )
    return _answer(error, report)


def _report_number() -> str:
    """Short enough to be read out on the telephone."""
    g.report = f"{secrets.randbelow(10**8):08d}"
    return f"{g.report[:4]}-{g.report[4:]}"


def error_json(error: KyucError, report: str | None = None) -> dict[str, object]:
    """The one shape of an error: code, sentence, whether waiting can cure it, report number."""
    said = {"code": error.code, "message": error.message(language()), "transient": error.transient}
    return {"error": {**said, "report": report}}


def _answer(error: KyucError, report: str | None) -> Response:
    waiting = {"Retry-After": str(error.retry_after)} if error.retry_after else {}
    if wants_json():
        return make_response(jsonify(error_json(error, report)), error.http_status, waiting)
    titles = {401: _("Cần đăng nhập"), 403: _("Chưa được phép"), 404: _("Không tìm thấy")}
    titles[429] = _("Hãy chờ một lát")
    page = render_template(
        "pages/error.html",
        title=titles.get(error.http_status, _("Chưa làm được việc này")),
        sentence=error.message(language()),
        report=report,
        status=error.http_status,
    )
    return make_response(page, error.http_status, waiting)
