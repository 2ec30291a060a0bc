"""What happened to the files of an item, as PREMIS 3 (Library of Congress): taken in, compared, read."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime

from lxml import etree

from archive.bags.describing import xml_text
from schemas.bags import Parcel
from schemas.transcripts import Transcript

_NS = "http://www.loc.gov/premis/v3"
_XSI = "http://www.w3.org/2001/XMLSchema-instance"
_EVENTS = "http://id.loc.gov/vocabulary/preservation/eventType"
Checks = Mapping[str, Sequence[tuple[datetime, str]]]
"""By SHA-256: when it was compared, and the outcome."""


def premis(parcel: Parcel, texts: Sequence[Transcript], checks: Checks) -> bytes:
    root = etree.Element(_q("premis"), nsmap={"premis": _NS, "xsi": _XSI}, version="3.0")
    root.set(f"{{{_XSI}}}schemaLocation", f"{_NS} https://www.loc.gov/standards/premis/premis.xsd")
    held = {one.sha256: one for one in parcel.objects}
    for asset in parcel.assets:
        stored = held[asset.sha256]
        made = etree.SubElement(root, _q("object"))
        made.set(f"{{{_XSI}}}type", "file")
        _identifier(made, "object", asset.id)
        about = _add(made, "objectCharacteristics")
        fixity = _add(about, "fixity")
        _add(fixity, "messageDigestAlgorithm", "SHA-256")
        _add(fixity, "messageDigest", asset.sha256)
        _add(about, "size", str(stored.size))
        _add(_add(_add(about, "format"), "formatDesignation"), "formatName", asset.media_type)
        _add(made, "originalName", asset.filename)
    for accession in parcel.accessions:
        _event(root, accession.id, "ing", "ingestion", accession.received_at, "success", accession.asset_id)
    for asset in parcel.assets:
        for number, (at, outcome) in enumerate(checks.get(asset.sha256, ()), 1):
            result = "success" if outcome == "whole" else "fail"
            _event(root, f"{asset.id}-fixity-{number}", "fix", "fixity check", at, result, asset.id)
    for text in texts:
        by = " ".join(filter(None, [text.author.name, text.author.version])) if _machine(text) else "person"
        _event(root, text.id, "der", "derivation", text.made_at, f"transcription by {by}", text.asset_id)
    return etree.tostring(root, xml_declaration=True, encoding="UTF-8", pretty_print=True)


def _machine(text: Transcript) -> bool:
    """People who transcribe are not named to other archives."""
    return text.author.kind == "engine"


def _event(
    root: etree._Element, name: str, code: str, words: str, at: datetime, outcome: str, about: str
) -> None:
    event = _add(root, "event")
    _identifier(event, "event", name)
    kind = _add(event, "eventType", words)
    kind.set("valueURI", f"{_EVENTS}/{code}")
    _add(event, "eventDateTime", at.isoformat())
    _add(_add(event, "eventOutcomeInformation"), "eventOutcome", outcome)
    linked = _add(event, "linkingObjectIdentifier")
    _add(linked, "linkingObjectIdentifierType", "UUID")
    _add(linked, "linkingObjectIdentifierValue", about)


def _identifier(parent: etree._Element, what: str, value: str) -> None:
    made = _add(parent, f"{what}Identifier")
    _add(made, f"{what}IdentifierType", "UUID" if what == "object" else "local")
    _add(made, f"{what}IdentifierValue", value)


def _add(parent: etree._Element, name: str, text: str | None = None) -> etree._Element:
    made = etree.SubElement(parent, _q(name))
    made.text = xml_text(text) if text is not None else None
    return made


def _q(name: str) -> str:
    return f"{{{_NS}}}{name}"
