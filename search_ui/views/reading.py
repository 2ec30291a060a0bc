"""What every view that reads needs: may the person here see this item or visit?"""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager

from archive import seeing
from archive.ports import Catalogue
from schemas.errors import NotFound
from schemas.holdings import Item, Visit
from schemas.rights import Use
from search_ui.acting import note_refusal
from search_ui.auth import person, person_here


def visible(records: Catalogue, items: Sequence[Item]) -> list[Item]:
    """Those that the person here may see, in their order."""
    return seeing.visible(records, person(), items)


def must_be_visible(records: Catalogue, item: Item, use: Use = Use.VIEW) -> Item:
    """The item, or NotFound: who may not see it does not learn that it exists."""
    with _noted("item", item.id):
        seeing.must_see(records, person(), item, use)
    return item


def visible_visit(records: Catalogue, visit_id: object) -> Visit:
    """The visit, or NotFound."""
    visit = records.visit(str(visit_id))
    with _noted("visit", visit.id):
        return seeing.must_see_visit(records, person(), visit)


def visit_to_add_to(records: Catalogue, visit_id: object) -> Visit:
    """The visit, if the person here opened it or may see it; NotFound otherwise.

    Whoever brings a file to a visit sees what is in it, so nobody adds to what they may not see.
    """
    visit = records.visit(str(visit_id))
    if visit.created_by == person_here().id:
        return visit
    return visible_visit(records, visit.id)


@contextmanager
def _noted(kind: str, thing_id: str) -> Iterator[None]:
    """The person learns nothing of a thing they may not see; the audit keeps that they asked for it."""
    try:
        yield
    except NotFound:
        note_refusal(kind, thing_id)
        raise
