"""A canvas for flat pictures: shapes, light, stars and waves, in layers."""

import random
from collections.abc import Callable, Iterable, Sequence
from math import pi, sin
from typing import Final

from PIL import Image, ImageChops, ImageColor, ImageDraw, ImageFilter, ImageFont, ImageOps

Point = tuple[float, float]

_TWICE: Final = 2
"""Everything is drawn at twice its size and scaled down at the end."""


class Canvas:
    """A picture, drawn in layers."""

    def __init__(self, size: tuple[int, int], *sky: str) -> None:
        self.width, self.height = size
        self.image = _gradient(size, sky)

    def shape(
        self, draw: Callable[[ImageDraw.ImageDraw, int], None], colour: str, *, soft: float = 0
    ) -> None:
        """Fill the shape that `draw` paints. `soft` blurs it by this many pixels."""
        mask = Image.new("L", self.image.size)
        draw(ImageDraw.Draw(mask), int(colour[7:9] or "ff", 16))
        if soft:
            mask = mask.filter(ImageFilter.GaussianBlur(soft * _TWICE))
        if drawn := mask.getbbox():
            self.image.paste(colour[:7], drawn, mask.crop(drawn))

    def polygon(self, points: Iterable[Point], colour: str, *, soft: float = 0) -> None:
        """A filled outline."""
        corners = [(x * _TWICE, y * _TWICE) for x, y in points]
        self.shape(lambda pen, grey: pen.polygon(corners, grey), colour, soft=soft)

    def box(
        self, x: float, y: float, width: float, height: float, colour: str, *, round_by: float = 0
    ) -> None:
        """A rectangle, its corners rounded."""
        edges = (x * _TWICE, y * _TWICE, (x + width) * _TWICE - 1, (y + height) * _TWICE - 1)
        self.shape(lambda pen, grey: pen.rounded_rectangle(edges, round_by * _TWICE, grey), colour)

    def disc(
        self, x: float, y: float, across: float, colour: str, *, high: float | None = None, soft: float = 0
    ) -> None:
        """A circle around a point, or an ellipse."""
        high = across if high is None else high
        edges = tuple(_TWICE * edge for edge in (x - across, y - high, x + across, y + high))
        self.shape(lambda pen, grey: pen.ellipse(edges, grey), colour, soft=soft)

    def path(self, points: Sequence[Point], thick: float, colour: str) -> None:
        """A line through points."""
        through = [(x * _TWICE, y * _TWICE) for x, y in points]
        self.shape(lambda pen, grey: pen.line(through, grey, round(thick * _TWICE), "curve"), colour)

    def glow(self, x: float, y: float, reach: float, colour: str, strength: float = 0.6) -> None:
        """Light around a point, up to `reach` pixels away."""
        mask = Image.new("L", self.image.size)
        pen = ImageDraw.Draw(mask)
        for size in range(round(reach * _TWICE), 0, -2):
            grey = (1 - size / (reach * _TWICE)) ** 2 * 255 * strength
            pen.circle((x * _TWICE, y * _TWICE), size, round(grey))
        light = Image.new("RGB", self.image.size)
        light.paste(colour, mask=mask)
        self.image = ImageChops.screen(self.image, light)

    def stars(self, below: float, many: int, seed: int) -> None:
        """Stars down to a height."""
        chance = random.Random(seed)
        for _ in range(many):
            size = chance.choice((0.6, 0.8, 0.8, 1.3))
            self.disc(chance.uniform(0, self.width), chance.uniform(0, below), size, "#f8ecd0b0")

    def waves(self, top: float, colours: Sequence[str], *, high: float = 4, seed: int = 1) -> None:
        """A sea: bands of waves, larger in front."""
        step = (self.height - top) / len(colours)
        for row, colour in enumerate(colours):
            swell, length = high * (0.6 + row * 0.5), 70 + row * 26
            crest = [
                (x, top + row * step * 0.9 + sin((x + seed * 37 + row * 51) * 2 * pi / length) * swell / 2)
                for x in range(0, self.width + 4, 4)
            ]
            self.polygon([*crest, (self.width, self.height), (0, self.height)], colour)

    def glitter(self, x: float, top: float, bottom: float, colour: str, seed: int = 3) -> None:
        """Light on water, under what shines."""
        chance = random.Random(seed)
        y = top
        while y < bottom:
            near = (y - top) / (bottom - top)
            wide, off = chance.uniform(8, 26) * (0.7 + near), chance.uniform(-8, 8) * (1 + near)
            self.box(x + off - wide / 2, y, wide, 1.4 + near * 1.4, f"{colour}b0", round_by=1)
            y += 6 + near * 5

    def rain(self, many: int, colour: str, seed: int) -> None:
        chance = random.Random(seed)
        for _ in range(many):
            x, y, long = (
                chance.uniform(0, self.width + 40),
                chance.uniform(-20, self.height),
                chance.uniform(10, 24),
            )
            self.path([(x, y), (x - long * 0.35, y + long)], 0.8, colour)

    def text(self, middle: float, top: float, words: str, size: float, colour: str, *, apart: float) -> None:
        """Spaced capitals, centred on a point."""
        font = ImageFont.load_default(size * _TWICE)
        widths = [font.getlength(letter) / _TWICE for letter in words]
        x = middle - (sum(widths) + apart * (len(words) - 1)) / 2
        for letter, width in zip(words, widths, strict=True):
            at = (x * _TWICE, top * _TWICE)
            self.shape(lambda pen, grey, at=at, letter=letter: pen.text(at, letter, grey, font), colour)
            x += width + apart

    def finished(self) -> Image.Image:
        """The picture at its final size."""
        return ImageOps.scale(self.image, 1 / _TWICE, Image.Resampling.LANCZOS)


def _gradient(size: tuple[int, int], colours: Sequence[str]) -> Image.Image:
    """A gradient of the colours from top to bottom."""
    width, height = size[0] * _TWICE, size[1] * _TWICE
    image = Image.new("RGB", (width, height))
    pen, stops = ImageDraw.Draw(image), [ImageColor.getrgb(colour) for colour in colours]
    for y in range(height):
        above, share = divmod(y * (len(stops) - 1) / height, 1)
        upper, lower = stops[int(above)], stops[int(above) + 1]
        mixed = tuple(round(one + (other - one) * share) for one, other in zip(upper, lower, strict=True))
        pen.line((0, y, width, y), mixed)
    return image
