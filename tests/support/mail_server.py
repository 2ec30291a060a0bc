"""A mail server on this machine: STARTTLS, signing in, letters kept; it can refuse one address."""

from __future__ import annotations

import base64
import email
import socketserver
import ssl
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from email import policy
from email.message import EmailMessage
from ipaddress import ip_address
from pathlib import Path
from threading import Thread

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

USER, PASSWORD = "kyuc", "song Thach Han"
REFUSED = "khong-co@example.org"


@dataclass
class MailServer:
    address: str
    certificate: Path
    letters: list[EmailMessage] = field(default_factory=list)


@contextmanager
def mail_server(folder: Path) -> Iterator[MailServer]:
    certificate, key = _certificate(folder)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate, key)
    kept: list[EmailMessage] = []

    class Session(socketserver.StreamRequestHandler):
        def handle(self) -> None:
            self._say("220 mail")
            while line := self.rfile.readline().decode().strip():
                word = line.split()[0].upper()
                if word == "STARTTLS":
                    self._say("220 go on")
                    self.connection = context.wrap_socket(self.connection, server_side=True)
                    self.rfile = self.connection.makefile("rb")
                    self.wfile = self.connection.makefile("wb")
                elif word == "DATA":
                    self._say("354 write")
                    self._keep()
                else:
                    self._say(self._answer(word, line))

        def _answer(self, word: str, line: str) -> str:
            if word == "EHLO":
                secure = isinstance(self.connection, ssl.SSLSocket)
                return "250-mail\r\n250 AUTH PLAIN" if secure else "250-mail\r\n250 STARTTLS"
            if word == "AUTH":
                given = base64.b64decode(line.split()[2]).decode().split("\0")
                return "235 you are in" if given[1:] == [USER, PASSWORD] else "535 no"
            if word == "RCPT" and REFUSED in line:
                return "550 nobody of that name"
            return "221 goodbye" if word == "QUIT" else "250 so be it"

        def _keep(self) -> None:
            lines = []
            while (line := self.rfile.readline()) != b".\r\n":
                lines.append(line)
            kept.append(email.message_from_bytes(b"".join(lines), policy=policy.default))
            self._say("250 kept")

        def _say(self, words: str) -> None:
            self.wfile.write(f"{words}\r\n".encode())
            self.wfile.flush()

    with socketserver.ThreadingTCPServer(("127.0.0.1", 0), Session) as server:
        server.daemon_threads = True
        Thread(target=server.serve_forever, daemon=True).start()
        yield MailServer(f"127.0.0.1:{server.server_address[1]}", certificate, kept)
        server.shutdown()


def _certificate(folder: Path) -> tuple[Path, Path]:
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "mail")])
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(datetime.now(UTC) - timedelta(days=1))
        .not_valid_after(datetime.now(UTC) + timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.IPAddress(ip_address("127.0.0.1"))]), critical=False)
        .sign(key, hashes.SHA256())
    )
    paths = folder / "mail.pem", folder / "mail.key"
    paths[0].write_bytes(made.public_bytes(serialization.Encoding.PEM))
    paths[1].write_bytes(
        key.private_bytes(
            serialization.Encoding.PEM,
            serialization.PrivateFormat.PKCS8,
            serialization.NoEncryption(),
        )
    )
    return paths
