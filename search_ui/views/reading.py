"""What every view that reads needs: is the person allowed to see this item?"""

from schemas.errors import NotFound
from schemas.holdings import Item
from search_ui.auth import max_level


def visible(item: Item) -> bool:
    return item.level <= max_level()


def must_be_visible(item: Item) -> Item:
    """The item, or NotFound: who may not see it does not learn that it exists."""
    if not visible(item):
        raise NotFound("level above the person's")
    return item
