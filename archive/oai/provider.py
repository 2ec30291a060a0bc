"""The OAI Protocol for Metadata Harvesting 2.0 over the items that are public. Records in, XML out.

An item's datestamp is the moment it was made; a harvester that comes back by `from` gets what came since.
What is no longer public is simply not listed ("deletedRecord: no").
Source: https://www.openarchives.org/OAI/openarchivesprotocol.html
"""

from __future__ import annotations

import base64
import json
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from lxml import etree

from archive import seeing
from archive.bags.describing import dublin_core, dublin_core_xml
from archive.ports import Catalogue
from schemas.holdings import Asset, Item, Visit

_NS = "http://www.openarchives.org/OAI/2.0/"
_DC_SCHEMA = "http://www.openarchives.org/OAI/2.0/oai_dc.xsd"
_DC = "http://www.openarchives.org/OAI/2.0/oai_dc/"
_XSI = "http://www.w3.org/2001/XMLSchema-instance"
_PREFIX = "oai:kyuc:"
_FIRST = "1970-01-01T00:00:00Z"
PAGE = 100

ARGUMENTS: Mapping[str, tuple[frozenset[str], frozenset[str]]] = {
    "Identify": (frozenset(), frozenset()),
    "ListMetadataFormats": (frozenset(), frozenset({"identifier"})),
    "ListSets": (frozenset(), frozenset({"resumptionToken"})),
    "GetRecord": (frozenset({"identifier", "metadataPrefix"}), frozenset()),
    "ListIdentifiers": (frozenset({"metadataPrefix"}), frozenset({"from", "until", "set"})),
    "ListRecords": (frozenset({"metadataPrefix"}), frozenset({"from", "until", "set"})),
}
"""By verb: what must be given, what may be."""


class OaiError(Exception):
    """One of the protocol's own errors, said inside an answer of 200."""

    def __init__(self, code: str, words: str) -> None:
        super().__init__(words)
        self.code = code


@dataclass(frozen=True)
class Window:
    """Which items: made from then until then (both inclusive), after that one."""

    since: datetime
    until: datetime
    after: str = ""


@dataclass(frozen=True)
class Repository:
    """How this archive names itself to harvesters."""

    base_url: str
    contact: str
    """E-mail address of who answers for it; the protocol asks for one."""


def is_contact(written: str) -> bool:
    """As the protocol's schema writes an address."""
    return re.fullmatch(r"\S+@(\S+\.)+\S+", written) is not None


def answer(records: Catalogue, here: Repository, given: Sequence[tuple[str, str]]) -> bytes:
    """`given`: the arguments as they came, repeated ones too."""
    root = etree.Element(_q("OAI-PMH"), nsmap={None: _NS, "xsi": _XSI})  # type: ignore[dict-item]
    root.set(f"{{{_XSI}}}schemaLocation", f"{_NS} http://www.openarchives.org/OAI/2.0/OAI-PMH.xsd")
    _add(root, "responseDate", _moment(datetime.now(UTC)))
    request = _add(root, "request", here.base_url)
    try:
        arguments = _checked(given)
        made = _VERBS[arguments["verb"]](records, here, arguments)
        for name, value in arguments.items():
            request.set(name, value)
        root.append(made)
    except OaiError as error:
        said = _add(root, "error", str(error))
        said.set("code", error.code)
    return etree.tostring(root, xml_declaration=True, encoding="UTF-8")


def _checked(given: Sequence[tuple[str, str]]) -> dict[str, str]:
    arguments = dict(given)
    verb = arguments.get("verb", "")
    if verb not in ARGUMENTS:
        raise OaiError("badVerb", "The verb is missing or not one of the protocol.")
    if len(arguments) != len(given):
        raise OaiError("badArgument", "An argument is repeated.")
    must, may = ARGUMENTS[verb]
    names = set(arguments) - {"verb"}
    if verb.startswith("List") and must and "resumptionToken" in names:
        must, may = frozenset({"resumptionToken"}), frozenset()
    if not must <= names or names - must - may:
        raise OaiError("badArgument", "Arguments are missing, or not of this verb.")
    if "set" in names:
        raise OaiError("noSetHierarchy", "There are no sets.")
    if arguments.get("metadataPrefix", "oai_dc") != "oai_dc":
        raise OaiError("cannotDisseminateFormat", "Only oai_dc is given.")
    return arguments


def _identify(_records: Catalogue, here: Repository, _given: Mapping[str, str]) -> etree._Element:
    made = etree.Element(_q("Identify"))
    for name, value in (
        ("repositoryName", "Ký Ức"),
        ("baseURL", here.base_url),
        ("protocolVersion", "2.0"),
        ("adminEmail", here.contact),
        ("earliestDatestamp", _FIRST),
        ("deletedRecord", "no"),
        ("granularity", "YYYY-MM-DDThh:mm:ssZ"),
    ):
        _add(made, name, value)
    return made


def _formats(records: Catalogue, _here: Repository, given: Mapping[str, str]) -> etree._Element:
    if "identifier" in given:
        _public(records, given["identifier"])
    made = etree.Element(_q("ListMetadataFormats"))
    one = _add(made, "metadataFormat")
    for name, value in (("metadataPrefix", "oai_dc"), ("schema", _DC_SCHEMA), ("metadataNamespace", _DC)):
        _add(one, name, value)
    return made


def _sets(_records: Catalogue, _here: Repository, _given: Mapping[str, str]) -> etree._Element:
    raise OaiError("noSetHierarchy", "There are no sets.")


def _record(records: Catalogue, _here: Repository, given: Mapping[str, str]) -> etree._Element:
    item = _public(records, given["identifier"])
    made = etree.Element(_q("GetRecord"))
    made.append(_whole(item, records.visit(item.visit_id), records.assets_of(item.id)))
    return made


def _list_records(records: Catalogue, _here: Repository, given: Mapping[str, str]) -> etree._Element:
    return _listed(records, given, "ListRecords")


def _list_identifiers(records: Catalogue, _here: Repository, given: Mapping[str, str]) -> etree._Element:
    return _listed(records, given, "ListIdentifiers")


def _listed(records: Catalogue, given: Mapping[str, str], verb: str) -> etree._Element:
    window = _window(given)
    found, last = _page(records, window)
    if not found:
        raise OaiError("noRecordsMatch", "Nothing public was made in that time.")
    made = etree.Element(_q(verb))
    visits = records.find_visits(sorted({item.visit_id for item in found}))
    assets = records.assets_of_items([item.id for item in found])
    for item in found:
        own = [asset for asset in assets if asset.item_id == item.id]
        made.append(_header(item) if verb == "ListIdentifiers" else _whole(item, visits[item.visit_id], own))
    if last or window.after:
        _add(made, "resumptionToken", _token(window, last) if last else "")
    return made


def _page(records: Catalogue, window: Window) -> tuple[list[Item], str]:
    """Public items of the window in the order of their ids, and the last id if there may be more."""
    found: list[Item] = []
    after = window.after
    while len(found) < PAGE:
        batch = records.items_made(window.since, window.until, after=after, limit=PAGE, most_level=0)
        after = batch[-1].id if batch else ""
        found += seeing.visible(records, None, batch)
        if len(batch) < PAGE:
            return found[:PAGE], found[PAGE - 1].id if len(found) > PAGE else ""
    return found[:PAGE], found[PAGE - 1].id


def _window(given: Mapping[str, str]) -> Window:
    if token := given.get("resumptionToken"):
        try:
            since, until, after = json.loads(base64.urlsafe_b64decode(token.encode()))
            return Window(_read(since), _read(until), str(after))
        except (ValueError, TypeError) as error:
            raise OaiError("badResumptionToken", "This token is not one of ours.") from error
    try:
        since = _read(given.get("from", _FIRST))
        until = _read(given.get("until", "9999-12-30"), end=True)
    except ValueError as error:
        raise OaiError("badArgument", "A date is not written as the protocol asks.") from error
    if since > until:
        raise OaiError("badArgument", "from is later than until.")
    return Window(since, until)


def _token(window: Window, after: str) -> str:
    words = json.dumps([_moment(window.since), _moment(window.until), after])
    return base64.urlsafe_b64encode(words.encode()).decode()


def _read(written: str, end: bool = False) -> datetime:
    """YYYY-MM-DD (a whole day) or YYYY-MM-DDThh:mm:ssZ. Raises ValueError."""
    if len(written) == len("YYYY-MM-DD"):
        day = datetime.strptime(written, "%Y-%m-%d").replace(tzinfo=UTC)
        return day + timedelta(days=1, seconds=-1) if end else day
    return datetime.strptime(written, "%Y-%m-%dT%H:%M:%SZ").replace(tzinfo=UTC)


def _public(records: Catalogue, identifier: str) -> Item:
    found = records.items([identifier.removeprefix(_PREFIX)]) if identifier.startswith(_PREFIX) else []
    public = seeing.visible(records, None, list(found))
    if not public:
        raise OaiError("idDoesNotExist", "There is no public item of that name.")
    return public[0]


def _whole(item: Item, visit: Visit, assets: Sequence[Asset]) -> etree._Element:
    made = etree.Element(_q("record"))
    made.append(_header(item))
    _add(made, "metadata").append(dublin_core_xml(dublin_core(item, visit, assets)))
    return made


def _header(item: Item) -> etree._Element:
    made = etree.Element(_q("header"))
    _add(made, "identifier", f"{_PREFIX}{item.id}")
    _add(made, "datestamp", _moment(item.made_at))
    return made


def _moment(value: datetime) -> str:
    return f"{value.astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}"


def _add(parent: etree._Element, name: str, text: str | None = None) -> etree._Element:
    made = etree.SubElement(parent, _q(name))
    made.text = text
    return made


def _q(name: str) -> str:
    return f"{{{_NS}}}{name}"


_VERBS: Mapping[str, Callable[[Catalogue, Repository, Mapping[str, str]], etree._Element]] = {
    "Identify": _identify,
    "ListMetadataFormats": _formats,
    "ListSets": _sets,
    "GetRecord": _record,
    "ListIdentifiers": _list_identifiers,
    "ListRecords": _list_records,
}
