"""Printed papers: the death notice filled in on a typewriter, the certificate with its frame."""

from __future__ import annotations

from PIL import Image, ImageDraw

from archive.demo.bible import Certificate, FormPage
from archive.demo.fonts import Face, face
from archive.demo.studio.canvas import Colour, Picture, Rng, blank_mask, print_ink, sheet, stain, to_mask
from archive.demo.studio.marks import stamp, star
from archive.demo.studio.typewriter import strike

_PRINT: Colour = (0.14, 0.13, 0.14)
_RIBBON: Colour = (0.14, 0.13, 0.20)
_RED: Colour = (0.72, 0.10, 0.10)
_GOLD: Colour = (0.80, 0.62, 0.20)


def _centred(page: Image.Image, y: int, text: str, letters: Face, middle: float) -> None:
    letters.write(page, (middle - letters.width(text) / 2, y), text)


def death_notice(page: FormPage, rng: Rng) -> Picture:
    """Giấy báo tử: office and motto above, printed labels, answers typed where the dots stood."""
    width, height, left = 1400, 1960, 130
    printed, written = blank_mask(width, height), blank_mask(width, height)
    small, bold = face("serif", 29), face("serif-bold", 29)
    for number, line in enumerate(page.office):
        _centred(printed, 120 + number * 46, line, bold if number else small, 350)
    _centred(printed, 120, "VIỆT NAM DÂN CHỦ CỘNG HÒA", bold, 1020)
    _centred(printed, 166, "Độc lập - Tự do - Hạnh phúc", bold, 1020)
    ImageDraw.Draw(printed).line((850, 186, 1190, 186), 255, 2)
    for number, line in enumerate(page.title):
        _centred(printed, 340 + number * 80, line, face("serif-bold", 62), width / 2)
    top = 450
    for number, (label, answer) in enumerate(page.fields):
        _field(printed, written, (left, top + number * 86), (label, answer), width - left, rng)
    foot = top + len(page.fields) * 86 + 20
    for number, line in enumerate(page.closing):
        face("serif", 34).write(printed, (left + 60, foot + number * 54), line)
    for number, line in enumerate(page.signer):
        letters = face("serif-bold" if number else "serif", 30)
        _centred(printed, foot + 80 + number * 50, line, letters, 1010)
    picture = print_ink(sheet(width, height, (0.86, 0.80, 0.66), rng), to_mask(printed), _PRINT, rng)
    picture = print_ink(picture, to_mask(written), _RIBBON, rng)
    return (
        stamp(picture, page.stamp, (930, min(foot + 210, height - 150)), 128, rng) if page.stamp else picture
    )


def _field(
    printed: Image.Image,
    written: Image.Image,
    at: tuple[int, int],
    words: tuple[str, str],
    right: int,
    rng: Rng,
) -> None:
    label, answer = words
    letters = face("serif", 36)
    letters.write(printed, at, label)
    start = at[0] + letters.width(label) + 34
    strike(written, (start, at[1] - 1), answer, rng, 36)
    pen = ImageDraw.Draw(printed)
    for x in range(int(start + face("typewriter", 36).width(answer) + 26), right, 12):
        pen.ellipse((x, at[1] + 1, x + 2, at[1] + 3), fill=130)


def certificate(page: Certificate, rng: Rng) -> Picture:
    """Bằng Tổ quốc ghi công: a red and gold frame, the star, the name in capitals."""
    width, height = 1900, 1340
    picture = sheet(width, height, (0.95, 0.92, 0.82), rng, age=0.5)
    frame, gold, red, ink = (blank_mask(width, height) for _ in range(4))
    pen = ImageDraw.Draw(frame)
    for inset, weight in ((56, 26), (98, 5), (112, 2)):
        pen.rectangle((inset, inset, width - inset, height - inset), outline=255, width=weight)
    pen = ImageDraw.Draw(gold)
    for step in range(70, width - 70, 46):
        for y in (69, height - 69):
            pen.regular_polygon((step, y, 10), 4, fill=255)
    for step in range(70, height - 70, 46):
        for x in (69, width - 69):
            pen.regular_polygon((x, step, 10), 4, fill=255)
    star(ImageDraw.Draw(gold), (width / 2, 400), 74)
    for number, (line, size) in enumerate(zip(page.lines, (44, 40, 118), strict=True)):
        target, y = (red, 640) if number == 2 else (ink, 220 + number * 66)
        _centred(target, y, line, face("serif-bold", size), width / 2)
    _centred(ink, 740, "Liệt sĩ", face("careful", 60), width / 2)
    _centred(red, 850, page.name, face("serif-bold", 84), width / 2)
    for number, line in enumerate(page.footer):
        _centred(ink, 950 + number * 74, line, face("serif", 42), width / 2)
    for mask, colour in ((frame, _RED), (gold, _GOLD), (red, _RED), (ink, _PRINT)):
        picture = print_ink(picture, to_mask(mask), colour, rng, 0.06)
    return stamp(picture, "CHÍNH PHỦ", (1560, 1130), 118, rng)


def behind_glass(picture: Picture, rng: Rng) -> Picture:
    """The reflection of a window on the frame of the altar."""
    height, width = picture.shape[:2]
    glare = blank_mask(width, height)
    x = float(rng.uniform(0.72, 0.78)) * width
    ImageDraw.Draw(glare).polygon([(x, 0), (x + 210, 0), (x - 20, height), (x - 190, height)], fill=36)
    return stain(picture, to_mask(glare), (1, 1, 1))
