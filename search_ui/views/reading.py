"""What every view that reads needs: may the person here see this item or visit?"""

from collections.abc import Sequence

from archive import seeing
from archive.ports import Catalogue
from schemas.holdings import Item, Visit
from search_ui.auth import person


def visible(records: Catalogue, items: Sequence[Item]) -> list[Item]:
    """Those that the person here may see, in their order."""
    return seeing.visible(records, person(), items)


def must_be_visible(records: Catalogue, item: Item) -> Item:
    """The item, or NotFound: who may not see it does not learn that it exists."""
    seeing.must_see(records, person(), item)
    return item


def visible_visit(records: Catalogue, visit_id: object) -> Visit:
    """The visit, or NotFound."""
    return seeing.must_see_visit(records, person(), records.visit(str(visit_id)))
