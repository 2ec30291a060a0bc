"""The whole story: visits in the order in which they took place, the men, and three searches to try."""

from archive.demo.bible import DemoItem, DemoVisit, Man, Search
from archive.demo.story.cemetery import CEMETERY
from archive.demo.story.comrade import COMRADE
from archive.demo.story.home import HOME
from archive.demo.story.people import MEN
from archive.demo.story.press import PRESS

VISITS: tuple[DemoVisit, ...] = (HOME, COMRADE, CEMETERY, PRESS)

SEARCHES: tuple[Search, ...] = (
    Search(
        "nguyen van hung e66 quang tri",
        "Gõ không dấu vẫn tìm thấy: giấy báo tử, thư, danh sách, lời kể; có cả người trùng tên.",
        "Typed without marks: notice, letter, list and testimony of one man, and his namesake.",
        ("thu-don-vi", "giay-bao-tu", "danh-sach", "demo-bao-02"),
    ),
    Search(
        "c3 d7 e66",
        "Phiên hiệu viết mọi kiểu, kể cả khi ông Thắng đọc “xê ba dê bảy e sáu sáu”.",
        "A unit however it is written, even spoken letter by letter in a recording.",
        ("giay-bao-tu", "danh-sach", "bien-ban", "thu-don-vi"),
    ),
    Search(
        "nơi chôn cất Nhan Biều sông Thạch Hãn",
        "Sơ đồ vẽ tay, báo cáo không dấu, hồi ức và lời kể cùng nói về một bãi sông.",
        "A sketch, an unmarked report, a memoir and a voice speak of one river bank.",
        ("bao-cao-khong-dau", "hoi-uc", "demo-bao-06", "thu-don-vi"),
    ),
)


def items() -> tuple[DemoItem, ...]:
    return tuple(item for visit in VISITS for item in visit.items)


def man(key: str) -> Man:
    return next(man for man in MEN if man.key == key)
