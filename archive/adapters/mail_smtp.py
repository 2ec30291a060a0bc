"""Letters by SMTP, with TLS as the settings say."""

from __future__ import annotations

import smtplib
import ssl
from collections.abc import Iterator
from contextlib import contextmanager
from email.message import EmailMessage
from email.utils import formatdate, make_msgid

from archive.settings import Settings
from schemas.errors import InvalidInput, PostRefused, PostUnavailable
from schemas.watches import Letter

_SECONDS = 30.0
_SECURITY = ("starttls", "tls", "none")


class SmtpPost:
    def __init__(self, settings: Settings) -> None:
        self._settings = settings

    def send(self, letter: Letter) -> None:
        """Raises PostUnavailable, PostRefused where the server will never take this letter, InvalidInput."""
        self._check_settings()
        made = EmailMessage()
        made["From"], made["To"] = self._settings.smtp_from, letter.to
        made["Subject"], made["Date"] = letter.subject, formatdate(localtime=True)
        made["Message-ID"] = make_msgid(idstring=letter.id)
        made["Auto-Submitted"] = "auto-generated"
        made.set_content(letter.text)
        try:
            with self._server() as server:
                server.send_message(made)
        except (smtplib.SMTPRecipientsRefused, smtplib.SMTPSenderRefused, smtplib.SMTPDataError) as error:
            raise PostRefused(str(type(error).__name__)) from error
        except (smtplib.SMTPException, OSError) as error:
            raise PostUnavailable(str(type(error).__name__)) from error

    def _check_settings(self) -> None:
        if self._settings.smtp_security not in _SECURITY:
            raise InvalidInput(
                "KYUC_SMTP_SECURITY",
                vi="KYUC_SMTP_SECURITY phải là starttls, tls hoặc none.",
                en="KYUC_SMTP_SECURITY must be starttls, tls or none.",
            )
        if not f"{self._settings.smtp_user}{self._settings.smtp_password}".isascii():
            raise InvalidInput(
                "KYUC_SMTP_PASSWORD",
                vi="Tài khoản và mật khẩu thư chỉ dùng chữ không dấu.",
                en="Account and password of the mail server may hold plain letters only.",
            )

    @contextmanager
    def _server(self) -> Iterator[smtplib.SMTP]:
        host, _, port = self._settings.smtp.partition(":")
        context = ssl.create_default_context(cafile=self._settings.smtp_authority or None)
        if self._settings.smtp_security == "tls":
            with smtplib.SMTP_SSL(host, int(port or 465), timeout=_SECONDS, context=context) as server:
                yield self._signed_in(server)
            return
        with smtplib.SMTP(host, int(port or 587), timeout=_SECONDS) as server:
            if self._settings.smtp_security == "starttls":
                server.starttls(context=context)
            yield self._signed_in(server)

    def _signed_in(self, server: smtplib.SMTP) -> smtplib.SMTP:
        if self._settings.smtp_user:
            server.login(self._settings.smtp_user, self._settings.smtp_password)
        return server


def open_post(settings: Settings) -> SmtpPost:
    """Connects when a letter goes."""
    return SmtpPost(settings)
