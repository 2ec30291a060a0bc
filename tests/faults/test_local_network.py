"""`kyuc up --lan`: phones of the network come over HTTPS with the archive's own authority."""

from __future__ import annotations

import io
import ssl
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest

from archive.bootstrap import Archive
from archive.settings import load
from tests.integration.running import Running

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def lan(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    running = Running(tmp_path_factory.mktemp("lan") / "data")
    running.up("--lan")
    yield running
    running.down()


@pytest.fixture(scope="module")
def trusting(lan: Running) -> ssl.SSLContext:
    """Trusts the root certificate that the archive offers, and nothing else."""
    unchecked = ssl._create_unverified_context()
    address = f"https://127.0.0.1:{lan.port}/kyuc-root.crt"
    with urllib.request.urlopen(address, context=unchecked) as answer:
        return ssl.create_default_context(cadata=answer.read().decode("ascii"))


def test_every_printed_address_of_this_machine_has_a_certificate(
    lan: Running, trusting: ssl.SSLContext
) -> None:
    addresses = [line.strip() for line in lan.output.splitlines() if line.startswith("  https://")]
    reachable = [a for a in addresses if "/" not in a.removeprefix("https://") and ".local:" not in a]
    assert len(reachable) >= 2
    for address in reachable:
        with urllib.request.urlopen(f"{address}/healthz", context=trusting) as answer:
            assert answer.status == 200


def test_originals_are_fetched_by_presigned_address_through_the_same_front(
    lan: Running, trusting: ssl.SSLContext, tmp_path: Path
) -> None:
    settings = load({"KYUC_DATA": str(lan.data), "KYUC_PUBLIC_URL": f"https://localhost:{lan.port}"})
    archive = Archive(settings)
    kept = archive.objects.deposit(io.BytesIO(b"mat truoc, mat sau"))
    address = archive.objects.address(kept.sha256, original=True)
    archive.close()
    assert address.startswith(f"https://localhost:{lan.port}/originals/")
    part = urllib.request.Request(address, headers={"Range": "bytes=4-8"})
    with urllib.request.urlopen(part, context=trusting) as answer:
        assert (answer.status, answer.read()) == (206, b"truoc")


def test_a_phone_is_led_to_trust_by_a_code_and_its_steps(lan: Running) -> None:
    assert "▄" in lan.output
    assert "/kyuc-root.crt" in lan.output
    assert all(phone in lan.output for phone in ("Android", "iPhone"))
