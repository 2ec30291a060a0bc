"""Pages drawn for tests: invented people, real spelling."""

from __future__ import annotations

from pathlib import Path

from PIL import Image, ImageDraw, ImageFont

FONT = Path("/usr/share/fonts/truetype/noto/NotoSerif-Regular.ttf")
NOTICE = (
    "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM",
    "GIẤY BÁO TỬ",
    "Đồng chí: Trần Hữu Khởi, sinh năm 1949",
    "Quê quán: xã Yên Trạch, huyện Phú Lương",
    "Đơn vị: c3 d7 e66 f304, Mặt trận B3",
    "Đã hy sinh ngày 12 tháng 3 năm 1972",
)


def page(lines: tuple[str, ...] = NOTICE, size: int = 40, width: int = 1240) -> Image.Image:
    """Dark print on white paper, one line under the other, 100 pixels from the edges."""
    height = 200 + 2 * size * max(len(lines), 1)
    picture = Image.new("RGB", (width, height), "white")
    draw = ImageDraw.Draw(picture)
    font = ImageFont.truetype(str(FONT), size)
    for at, line in enumerate(lines):
        draw.text((100, 100 + 2 * size * at), line, font=font, fill="black")
    return picture
