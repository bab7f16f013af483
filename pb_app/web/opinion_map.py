"""The map of a room's groups as places on a page: a ring for each, and in it a dot for ten people, spread evenly."""

from dataclasses import dataclass
from math import cos, pi, sin, sqrt

from pb_app.opinion_figures import Leaning, OpinionFigures

WIDTH, HEIGHT, MARGIN = 640, 360, 95
SPACE = 11
"""How far dots stand from each other."""
GOLDEN = pi * (3 - sqrt(5))
LEAST_RADIUS = 18


@dataclass(frozen=True, slots=True)
class Dot:
    """Ten people of a group, in the colour of its opinions."""

    x: int
    y: int
    leaning: Leaning


@dataclass(frozen=True, slots=True)
class Ring:
    """A group."""

    x: int
    y: int
    radius: int
    dots: tuple[Dot, ...]


def rings(figures: OpinionFigures, number: int) -> list[Ring]:
    """The groups in the colours of one statement."""
    walls = figures.wall(number)
    return [
        _ring(
            round(MARGIN + group.x * (WIDTH - 2 * MARGIN)), round(MARGIN + (1 - group.y) * (HEIGHT - 2 * MARGIN)), wall
        )
        for group, wall in zip(figures.groups, walls, strict=True)
    ]


def _ring(x: int, y: int, wall: list[Leaning]) -> Ring:
    dots = tuple(
        Dot(round(x + SPACE * sqrt(at) * cos(at * GOLDEN)), round(y + SPACE * sqrt(at) * sin(at * GOLDEN)), leaning)
        for at, leaning in enumerate(wall)
    )
    return Ring(x, y, max(LEAST_RADIUS, round(SPACE * sqrt(len(wall)) + SPACE)), dots)
