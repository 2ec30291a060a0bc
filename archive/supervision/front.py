"""How people reach the archive: address, certificate, and Caddy's configuration for one origin."""

from __future__ import annotations

import socket
from dataclasses import dataclass
from pathlib import Path

LOOPBACK = ("localhost", "127.0.0.1", "::1")


@dataclass(frozen=True)
class Front:
    """`names`: under which the machine is reached; `secure`: HTTPS with Caddy's own authority."""

    bind: str
    port: int
    secure: bool
    names: tuple[str, ...]
    public_url: str

    @property
    def scheme(self) -> str:
        return "https" if self.secure else "http"

    @property
    def addresses(self) -> list[str]:
        """Every address to print, the public one first."""
        own = [f"{self.scheme}://{_bracketed(name)}:{self.port}" for name in self.names]
        return list(dict.fromkeys([self.public_url, *own]))


def describe(bind: str, port: int, secure: bool, public_url: str = "") -> Front:
    """The front for a bind address; for all interfaces, every address of this machine counts."""
    everywhere = bind in {"0.0.0.0", "::"}
    names = tuple(machine_names()) if everywhere else _names_of(bind)
    first = f"{'https' if secure else 'http'}://{_bracketed(names[0])}:{port}"
    return Front(bind, port, secure, names, public_url or first)


def machine_names() -> list[str]:
    """Addresses of this machine on its networks, then its name, then loopback."""
    found = [address for address in (_outgoing_address(),) if address]
    try:
        infos = socket.getaddrinfo(socket.gethostname(), None, socket.AF_INET)
        found += [str(info[4][0]) for info in infos if not str(info[4][0]).startswith("127.")]
    except OSError:
        pass  # a machine whose own name does not resolve still has its outgoing address
    return list(dict.fromkeys([*found, f"{socket.gethostname()}.local", "localhost", "127.0.0.1"]))


def caddyfile(front: Front, *, app: Path, objects: str, storage: Path) -> str:
    """Pages and objects under one origin.

    `app` is the web server's unix socket, `objects` host:port of the S3 store. Presigned addresses are signed
    for the origin that the browser sees, so its Host goes through to the store as it came (Caddy's default).
    Parts of a phone's files come on connections of their own: when one that was used before breaks, browsers
    send the whole part again by themselves, and the phone pays for it.
    """
    sites = ", ".join(f"{front.scheme}://{_bracketed(name)}:{front.port}" for name in _site_names(front))
    tls = "\ttls internal\n" if front.secure else ""
    binding = (
        front.bind if front.bind not in LOOPBACK[:2] else "127.0.0.1 [::1]" if _has_ipv6() else "127.0.0.1"
    )
    return f"""{{
    admin off
    skip_install_trust
    persist_config off
    auto_https disable_redirects
    grace_period 2s
    storage file_system "{storage}"
    default_sni {_sni(front)}
    log {{
        level WARN
    }}
}}

{sites} {{
    bind {binding}
{tls}    @objects path /originals/* /derivatives/*
    handle @objects {{
        reverse_proxy {objects} {{
            header_down -Server
        }}
    }}
    handle /kyuc-root.crt {{
        rewrite * /root.crt
        root * "{storage}/pki/authorities/local"
        header Content-Type application/x-x509-ca-cert
        file_server
    }}
    @parts path /api/sendings/* /api/visits/*/sendings/*
    header @parts >Connection close
    handle {{
        encode {{
            zstd
            gzip
            match {{
                header Content-Type text/html*
                header Content-Type text/css*
                header Content-Type text/javascript*
                header Content-Type application/json*
                header Content-Type image/svg+xml*
            }}
        }}
        reverse_proxy "unix/{app}" {{
            flush_interval -1
        }}
    }}
}}
"""


def _site_names(front: Front) -> tuple[str, ...]:
    """Over plain HTTP any name will do; certificates need the names spelled out."""
    return front.names if front.secure else ("",)


def _sni(front: Front) -> str:
    return front.names[0] if front.secure else "localhost"


def _names_of(bind: str) -> tuple[str, ...]:
    return ("localhost", "127.0.0.1") if bind in LOOPBACK else (bind,)


def _bracketed(name: str) -> str:
    return f"[{name}]" if ":" in name else name


def _has_ipv6() -> bool:
    try:
        with socket.socket(socket.AF_INET6, socket.SOCK_STREAM) as probe:
            probe.bind(("::1", 0))
    except OSError:
        return False
    return True


def _outgoing_address() -> str | None:
    """The address from which this machine would speak to others; nothing is sent."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
        try:
            probe.connect(("192.0.2.1", 9))
        except OSError:
            return None
        return str(probe.getsockname()[0])
