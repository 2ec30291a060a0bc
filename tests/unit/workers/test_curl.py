"""A letter that bends in the hand is read as one that lies flat, and its boxes stand where the words are."""

from __future__ import annotations

from pathlib import Path

import cv2
import numpy as np
import pytest
from jiwer import cer
from PIL import Image

from schemas.holdings import ItemKind
from tests.support.pages import page
from workers.curl import find_curl
from workers.engines.ports import Pixels
from workers.plates import seen_from_afar
from workers.reading import read_document

LETTER = (
    "Kính gửi gia đình đồng chí Trần Hữu Khởi",
    "quê quán xã Yên Trạch, huyện Phú Lương.",
    "Đồng chí nhập ngũ tháng hai năm 1967, đơn vị",
    "tiểu đoàn 7, trung đoàn 66, sư đoàn 304,",
    "đã hy sinh ngày 12 tháng 3 năm 1972 tại",
    "mặt trận phía Nam khi đang làm nhiệm vụ.",
    "Thi hài được đơn vị mai táng gần mặt trận.",
    "Đơn vị xin báo tin và chia buồn cùng gia đình.",
)
TABLE = 160


def _photo(bent: float) -> Pixels:
    """The letter on a dark table; its middle stands lower by this part of its height."""
    sheet = np.asarray(page(LETTER, size=44))
    height, width = sheet.shape[:2]
    x, y = np.meshgrid(
        np.arange(width + 2 * TABLE, dtype=np.float32) - TABLE,
        np.arange(height + 2 * TABLE, dtype=np.float32) - TABLE,
    )
    source = y - _lowered(x, bent, width, height)
    moved = cv2.remap(sheet, x, source.astype(np.float32), cv2.INTER_LINEAR)
    on_sheet = (x >= 0) & (x < width) & (source >= 0) & (source < height)
    wood = np.random.default_rng(5).normal(90, 9, moved.shape)
    lit = np.where(on_sheet[..., None], moved * 0.9, wood) * np.linspace(0.75, 1, x.shape[1])[:, None]
    return np.asarray(lit.clip(0, 255), np.uint8)


def _lowered(x: np.ndarray, bent: float, width: int, height: int) -> np.ndarray:
    return bent * height * np.sin(np.pi * np.clip(x / width, 0, 1))


def test_a_bent_letter_is_read_like_a_flat_one(tmp_path: Path) -> None:
    path = tmp_path / "letter.jpg"
    Image.fromarray(_photo(0.06)).save(path, quality=92)
    read = read_document(path, kind=ItemKind.LETTER).segments
    assert cer(" ".join(LETTER), " ".join(line.text for line in read)) < 0.06
    words = [word for line in read for word in line.words if word.text.startswith(("tiểu", "304", "66"))]
    assert words
    sheet_height = page(LETTER, size=44).height
    for word in words:
        assert word.box is not None
        middle = word.box.x + word.box.width / 2
        lowered = float(_lowered(np.array(middle - TABLE), 0.06, 1240, sheet_height))
        line = TABLE + 100 + 2 * 44 * 3 + 44 * 0.75 + lowered
        assert word.box.y - 8 < line < word.box.y + word.box.height + 8, (
            "the box lies on the word of the photo"
        )


@pytest.mark.parametrize("bent", [0.0, 0.004])
def test_a_letter_that_lies_flat_is_left_as_it_is(bent: float) -> None:
    assert find_curl(seen_from_afar(_photo(bent))) is None
