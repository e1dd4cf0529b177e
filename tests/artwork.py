"""The poster and stills of the playground's demo show, in a flat paper cut-out style.

`python -m tests.artwork` draws them all at twice their size and scales them down. Measures are pixels of the
finished picture.
"""

import random
from collections.abc import Callable
from math import cos, sin
from typing import Final

from PIL import Image

from bot.playground.demo import DEMO, poster, still
from tests.canvas import Canvas, Point

POSTER, STILL = (400, 600), (640, 360)

_INK, _NIGHT, _DUSK, _SEA = "#070b1c", "#0d1734", "#2c3f78", "#101f45"
_GOLD, _CREAM, _MOON = "#f2c14e", "#f8ecd0", "#fdf3d7"
_RED, _DARK_RED, _WOOD = "#9d2b45", "#5f1730", "#4a2a22"


def _ferry(
    canvas: Canvas, x: float, water: float, scale: float, colour: str, *, windows: str = _GOLD
) -> None:
    """The Marigold from the side: `x` is her stern, `water` her water line."""

    def at(*points: Point) -> list[Point]:
        return [(x + across * scale, water - up * scale) for across, up in points]

    def box(left: float, up: float, width: float, height: float, fill: str, round_by: float = 0) -> None:
        ((corner, top),) = at((left, up + height))
        canvas.box(corner, top, width * scale, height * scale, fill, round_by=round_by * scale)

    canvas.polygon(at((0, 30), (208, 30), (216, 34), (196, -8), (12, -8)), colour)
    box(18, 30, 158, 20, colour)
    box(34, 50, 118, 17, colour)
    box(116, 67, 32, 15, colour, 2)
    canvas.polygon(at((60, 67), (84, 67), (80, 100), (60, 100)), colour)
    if windows:
        box(60, 86, 21, 6, _RED)
    canvas.path(at((131, 82), (131, 118)), 1.6 * scale, colour)
    canvas.path(at((8, 30), (8, 56)), 1.4 * scale, colour)
    if not windows:
        return
    for left in range(26, 170, 13):
        box(left, 36, 7, 8, windows, 1.5)
    for left in range(42, 146, 13):
        box(left, 55, 7, 7, windows, 1.5)
    box(121, 72, 22, 6, windows, 1)
    for left in range(24, 200, 22):
        ((porthole, height),) = at((left, 14))
        canvas.disc(porthole, height, 2.6 * scale, f"{windows}d0")


def _figure(canvas: Canvas, x: float, feet: float, high: float, colour: str, *, skirt: bool = False) -> None:
    """A standing person; `feet` is the ground line."""
    canvas.disc(x, feet - high * 0.9, high * 0.1, colour)
    hem = 0.2 if skirt else 0.12
    canvas.polygon(
        [
            (x - high * 0.09, feet - high * 0.78),
            (x + high * 0.09, feet - high * 0.78),
            (x + high * hem, feet - high * 0.2),
            (x - high * hem, feet - high * 0.2),
        ],
        colour,
    )
    canvas.disc(x, feet - high * 0.74, high * 0.125, colour, high=high * 0.09)
    for side in (-0.06, 0.06):
        canvas.path([(x + high * side, feet - high * 0.3), (x + high * side, feet)], high * 0.07, colour)


def _moon(canvas: Canvas, x: float, y: float, across: float) -> None:
    canvas.glow(x, y, across * 4.2, "#8fa7e8", 0.55)
    canvas.disc(x, y, across, _MOON)
    for dx, dy, size in ((-0.35, -0.2, 0.2), (0.3, 0.3, 0.26), (0.2, -0.45, 0.12)):
        canvas.disc(x + dx * across, y + dy * across, size * across, "#efdfb4")


def _curtain(canvas: Canvas, left: float, width: float, height: float, *, folds: int = 4) -> None:
    """A curtain that is drawn to the side."""
    each = width / folds
    for fold in range(folds):
        canvas.box(left + fold * each, 0, each + 1, height, _RED if fold % 2 else "#86233b")
        canvas.box(left + fold * each, 0, each * 0.3, height, f"{_DARK_RED}a0")


def _pelmet(canvas: Canvas, high: float, *, scallops: int) -> None:
    each = canvas.width / scallops
    canvas.box(0, 0, canvas.width, high * 0.7, _DARK_RED)
    for number in range(scallops):
        canvas.disc(
            (number + 0.5) * each,
            high * 0.66,
            each * 0.52,
            _RED if number % 2 else "#86233b",
            high=high * 0.4,
        )
    for number in range(scallops + 1):
        canvas.disc(number * each, high * 0.72, 3, _GOLD)


def _audience(canvas: Canvas, top: float, size: float, colour: str, seed: int) -> None:
    """A row of heads from behind."""
    chance = random.Random(seed)
    x = -size / 2
    while x < canvas.width + size:
        y, head = top + chance.uniform(-0.2, 0.2) * size, size * chance.uniform(0.42, 0.5)
        canvas.disc(x, y, head, colour)
        canvas.box(x - size * 0.78, y + head * 0.9, size * 1.56, canvas.height, colour, round_by=size * 0.6)
        x += size * chance.uniform(1.65, 1.95)


def draw_poster() -> Image.Image:
    """The ferry under a moon, as on a stage."""
    canvas = Canvas(POSTER, _NIGHT, "#1b2a5c", "#3d4f92", "#7d7db6", "#d79a8c")
    canvas.stars(260, 80, seed=5)
    _moon(canvas, 200, 168, 74)
    canvas.waves(392, ["#33457f", "#26376d", "#1a2957", "#101d43", "#0a1430"], high=6, seed=2)
    canvas.glow(206, 350, 150, _GOLD, 0.35)
    _ferry(canvas, 92, 402, 1.0, _INK)
    canvas.waves(410, ["#26376d"], high=5, seed=9)
    canvas.waves(440, ["#1a2957", "#101d43", "#0a1430"], high=7, seed=4)
    canvas.glitter(206, 416, 462, _GOLD, seed=8)
    _curtain(canvas, -14, 64, 600, folds=3)
    _curtain(canvas, 350, 64, 600, folds=3)
    _pelmet(canvas, 66, scallops=7)
    canvas.box(0, 566, 400, 34, _WOOD)
    canvas.box(0, 566, 400, 4, "#7a4a33")
    for x in range(28, 400, 49):
        canvas.glow(x, 566, 26, _GOLD, 0.7)
        canvas.disc(x, 566, 6, _CREAM, high=5)
    canvas.text(200, 468, "THE LATE", 25, _CREAM, apart=8)
    canvas.text(200, 500, "CROSSING", 37, _GOLD, apart=5)
    return canvas.finished()


def draw_quay() -> Image.Image:
    """S01E01: somebody with a suitcase, and a ship that waits."""
    canvas = Canvas(STILL, _NIGHT, "#243567", "#6a5f97", "#d98b7c")
    canvas.stars(120, 45, seed=2)
    canvas.waves(268, ["#27386c", "#1a2856"], high=4)
    canvas.glow(440, 200, 260, _GOLD, 0.3)
    _ferry(canvas, 250, 272, 1.72, _INK)
    canvas.waves(282, ["#1a2856", "#131f47"], high=4, seed=5)
    canvas.glitter(420, 290, 345, _GOLD)
    canvas.polygon([(0, 296), (250, 296), (272, 360), (0, 360)], "#050818")
    canvas.polygon([(212, 298), (316, 236), (320, 241), (228, 298)], "#050818")
    canvas.path([(66, 296), (66, 150), (72, 138), (92, 136)], 4, "#050818")
    canvas.polygon([(95, 150), (20, 296), (200, 296)], f"{_GOLD}30", soft=3)
    canvas.glow(94, 146, 90, _GOLD, 0.9)
    canvas.disc(94, 144, 7, _CREAM)
    _figure(canvas, 142, 298, 78, "#050818", skirt=True)
    canvas.box(156, 272, 30, 24, "#050818", round_by=3)
    canvas.path([(164, 272), (164, 266), (178, 266), (178, 272)], 2.4, "#050818")
    return canvas.finished()


def draw_storm() -> Image.Image:
    """S01E02: a torch finds a player in the dark."""
    canvas = Canvas(STILL, "#141026", "#1d1630", "#171126")
    for x in (110, 530):
        canvas.disc(x, 112, 46, "#3a2c3c")
        canvas.disc(x, 112, 37, "#2b4170")
    canvas.path([(116, 78), (104, 106), (118, 108), (100, 146)], 3, "#dfe8ff")
    canvas.glow(110, 112, 110, "#9db8ff", 0.7)
    canvas.waves(250, ["#3a2430"], high=0)
    canvas.polygon([(290, 360), (236, 66), (404, 66), (350, 360)], f"{_CREAM}26", soft=4)
    canvas.disc(320, 252, 92, f"{_GOLD}c0", high=17)
    canvas.glow(320, 190, 150, _GOLD, 0.5)
    _figure(canvas, 320, 256, 132, "#120c1c")
    canvas.path([(326, 158), (366, 122), (372, 96)], 8, "#120c1c")
    canvas.path([(314, 158), (276, 182), (262, 164)], 8, "#120c1c")
    _curtain(canvas, -20, 70, 300, folds=4)
    _curtain(canvas, 590, 70, 300, folds=4)
    _audience(canvas, 300, 34, "#0a0714", seed=4)
    _audience(canvas, 338, 40, "#050309", seed=9)
    return canvas.finished()


def draw_fog() -> Image.Image:
    """S01E03: a ship in the fog, sounding her horn."""
    canvas = Canvas(STILL, "#566f86", "#8ea5b1", "#b7c6c8", "#8ba1aa")
    canvas.disc(470, 92, 40, "#e9eee6")
    canvas.glow(470, 92, 190, "#f3f1df", 0.5)
    _ferry(canvas, 128, 238, 1.72, "#4c6478", windows="")
    for y, colour in ((232, "#b9c7c9a0"), (196, "#b9c7c970"), (150, "#c6d1d055")):
        for x, across in ((90, 190), (330, 220), (560, 180)):
            canvas.disc(x + y / 3 - 60, y, across, colour, high=16, soft=12)
    canvas.glow(372, 116, 70, _GOLD, 0.95)
    canvas.disc(372, 116, 5, _CREAM)
    for reach in (26, 46, 66):
        arc = [(354 - reach * cos(a / 10), 72 - reach * sin(a / 10)) for a in range(-6, 7)]
        canvas.path(arc, 2.4, f"#f4f3e6{190 - reach * 2:02x}")
    canvas.waves(252, ["#7b929d", "#647c8b", "#4d6576"], high=3, seed=6)
    canvas.disc(320, 262, 360, "#c6d1d0a0", high=16, soft=14)
    return canvas.finished()


def draw_full_house() -> Image.Image:
    """S01E04: every seat is taken, and the stage is bright."""
    canvas = Canvas(STILL, "#3a1526", "#6b2436", "#b9653f", "#e8a24c")
    for x, lean in ((120, 130), (320, 0), (520, -130)):
        canvas.polygon(
            [(x - 10, 20), (x + 10, 20), (x + lean + 84, 250), (x + lean - 84, 250)], f"{_CREAM}30", soft=4
        )
    canvas.box(0, 236, 640, 124, _WOOD)
    canvas.box(0, 236, 640, 5, "#8a563a")
    canvas.glow(320, 200, 260, _GOLD, 0.45)
    canvas.disc(320, 248, 170, f"{_CREAM}50", high=12)
    _figure(canvas, 250, 246, 112, "#2a0f1c", skirt=True)
    _figure(canvas, 386, 246, 118, "#2a0f1c")
    canvas.path([(256, 164), (296, 150), (318, 130)], 7, "#2a0f1c")
    canvas.path([(380, 162), (342, 148), (322, 130)], 7, "#2a0f1c")
    _curtain(canvas, -20, 104, 280, folds=5)
    _curtain(canvas, 556, 104, 280, folds=5)
    _pelmet(canvas, 56, scallops=11)
    for x in range(24, 640, 37):
        canvas.glow(x, 238, 20, _GOLD, 0.6)
    _audience(canvas, 286, 28, "#32121f", seed=1)
    _audience(canvas, 312, 32, "#210a15", seed=2)
    _audience(canvas, 342, 36, "#12050b", seed=3)
    return canvas.finished()


def draw_lifeboat() -> Image.Image:
    """S01E05: a lifeboat in the rain, lit from inside, and somebody who listens."""
    canvas = Canvas(STILL, "#0a1026", "#15234d", "#27396d")
    _moon(canvas, 540, 78, 34)
    canvas.waves(246, ["#1c2c5a", "#14224a"], high=4, seed=3)
    canvas.glitter(540, 254, 300, _MOON)
    canvas.box(0, 292, 640, 68, "#060a1a")
    for y in (252, 270):
        canvas.path([(0, y), (640, y)], 2.2, "#060a1a")
    for x in range(20, 640, 62):
        canvas.path([(x, 250), (x, 294)], 2.6, "#060a1a")
    for x, lean in ((150, 26), (430, -26)):
        canvas.path([(x, 300), (x - lean, 180), (x - lean * 0.6, 92), (x + lean * 1.3, 70)], 6, "#060a1a")
        canvas.path([(x + lean * 1.2, 72), (x + lean * 1.2, 190)], 1.6, "#060a1a")
    canvas.glow(290, 166, 170, _GOLD, 0.75)
    canvas.polygon([(170, 186), (198, 152), (290, 132), (372, 118), (402, 140), (412, 186)], f"{_GOLD}d8")
    canvas.disc(262, 164, 11, "#1a1220")
    canvas.polygon([(246, 192), (250, 172), (274, 172), (280, 192)], "#1a1220")
    canvas.disc(330, 160, 12, "#1a1220")
    canvas.polygon([(312, 192), (317, 169), (343, 169), (350, 192)], "#1a1220")
    canvas.box(318, 142, 24, 6, "#1a1220", round_by=2)
    canvas.box(286, 178, 24, 14, "#1a1220", round_by=2)
    canvas.polygon(
        [(166, 188), (196, 150), (290, 126), (378, 108), (392, 112), (292, 138), (204, 160), (184, 190)],
        "#24407a",
    )
    canvas.polygon([(150, 184), (430, 184), (404, 232), (372, 244), (206, 244), (176, 232)], "#c9663e")
    canvas.polygon([(150, 184), (430, 184), (424, 196), (156, 196)], _CREAM)
    canvas.text(290, 206, "4", 24, _CREAM, apart=0)
    _figure(canvas, 512, 320, 126, "#04060f", skirt=True)
    canvas.disc(512, 208, 36, "#04060f", high=8)
    canvas.rain(150, "#a9bdf066", seed=7)
    return canvas.finished()


def draw_dawn() -> Image.Image:
    """S01E06: morning, still water, and a ship that has arrived."""
    canvas = Canvas(STILL, "#51679e", "#a88fae", "#eda98a", "#ffd9a0")
    canvas.glow(268, 204, 300, "#ffe2a8", 0.6)
    canvas.disc(268, 200, 40, "#fff3d0")
    for x, y, across in ((120, 70, 90), (230, 92, 70), (560, 60, 80)):
        canvas.box(x - across, y, across * 2, 7, "#ffe3c470", round_by=3.5)
    canvas.polygon([(0, 212), (80, 188), (170, 206), (250, 212)], "#8d7899")
    canvas.box(0, 212, 640, 148, "#dd9d86")
    canvas.box(0, 250, 640, 110, "#c98a80")
    canvas.box(0, 300, 640, 60, "#a8747a")
    canvas.glitter(268, 222, 330, "#fff0c8")
    _ferry(canvas, 336, 216, 1.1, "#3a2b4d")
    canvas.polygon([(0, 292), (212, 292), (236, 360), (0, 360)], "#241a34")
    for x in (40, 120, 196):
        canvas.box(x, 274, 10, 22, "#241a34", round_by=3)
    _figure(canvas, 92, 294, 92, "#241a34", skirt=True)
    _figure(canvas, 158, 294, 90, "#241a34")
    canvas.box(168, 268, 26, 20, "#241a34", round_by=3)
    canvas.path([(98, 226), (112, 206), (116, 196)], 6, "#241a34")
    for x, y in ((250, 110), (276, 98), (300, 116)):
        canvas.path([(x - 9, y - 4), (x, y), (x + 9, y - 4)], 1.8, "#54406a")
    return canvas.finished()


DRAWN: Final[dict[str | None, Callable[[], Image.Image]]] = {
    None: draw_poster,
    "S01E01": draw_quay,
    "S01E02": draw_storm,
    "S01E03": draw_fog,
    "S01E04": draw_full_house,
    "S01E05": draw_lifeboat,
    "S01E06": draw_dawn,
}
"""The function that draws each episode's still, and (None) the poster."""


def main() -> None:
    """Draw every picture, and save it in the demo show's folder."""
    for code, draw in DRAWN.items():
        draw().save(poster(DEMO) if code is None else still(DEMO, code), quality=82, method=6)


if __name__ == "__main__":
    main()
