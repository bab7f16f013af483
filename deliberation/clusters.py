"""Points put together by nearness (k-means with a pinned seed), and how well that fits them (silhouette)."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Points = NDArray[np.float64]
Labels = NDArray[np.intp]
SEED = 20261122
TRIES = 10
ROWS = 512
"""Distances of so many points at a time are held in memory."""


@dataclass(frozen=True, slots=True)
class Clusters:
    """A label for each point, numbered by size, largest first, and the centres in that order."""

    labels: Labels
    centres: Points
    spread: float

    @property
    def sizes(self) -> list[int]:
        """How many points each holds."""
        return [int(size) for size in np.bincount(self.labels, minlength=len(self.centres))]


def clusters(points: Points, number: int) -> Clusters:
    """The best of several tries, each begun with centres far apart. Needs as many different points as clusters."""
    chance = np.random.default_rng(SEED)
    tries = (_settled(points, _far_apart(points, number, chance)) for _ in range(TRIES))
    return _by_size(min(tries, key=lambda one: one.spread))


def silhouette(points: Points, labels: Labels) -> float:
    """How much nearer points lie to their own than to the next cluster, averaged; one that is alone counts 0."""
    number = int(labels.max()) + 1
    members = np.eye(number)[labels]
    sizes = members.sum(axis=0)
    whole = 0.0
    for start in range(0, len(points), ROWS):
        own = labels[start : start + ROWS]
        far = np.linalg.norm(points[start : start + ROWS, None] - points[None], axis=2) @ members
        rows = np.arange(len(own))
        inside = far[rows, own] / np.maximum(1, sizes[own] - 1)
        mean = far / sizes
        mean[rows, own] = np.inf
        outside = mean.min(axis=1)
        fits = (outside - inside) / np.maximum(np.maximum(inside, outside), np.finfo(float).tiny)
        whole += float(np.where(sizes[own] > 1, fits, 0.0).sum())
    return whole / len(points)


def _far_apart(points: Points, number: int, chance: np.random.Generator) -> Points:
    """k-means++: each next centre is drawn in proportion to the squared distance from those there are."""
    chosen = [int(chance.integers(len(points)))]
    while len(chosen) < number:
        far = _squared(points, points[chosen]).min(axis=1)
        chosen.append(int(chance.choice(len(points), p=far / far.sum())))
    return points[chosen]


def _settled(points: Points, centres: Points) -> Clusters:
    """Move centres to the middle of what is nearest to them for as long as that brings the points nearer."""
    found = _nearest(points, centres)
    while True:
        moved = _nearest(points, _middles(points, found))
        if moved.spread >= found.spread:
            return found
        found = moved


def _nearest(points: Points, centres: Points) -> Clusters:
    squares = _squared(points, centres)
    return Clusters(squares.argmin(axis=1), centres, float(squares.min(axis=1).sum()))


def _middles(points: Points, found: Clusters) -> Points:
    """The mean of each cluster; one that lost all its points keeps its place."""
    members = np.eye(len(found.centres))[found.labels]
    sizes = members.sum(axis=0).reshape(-1, 1)
    return np.where(sizes > 0, members.T @ points / np.maximum(1, sizes), found.centres)


def _squared(points: Points, centres: Points) -> Points:
    squares: Points = ((points[:, None] - centres[None]) ** 2).sum(axis=2)
    return squares


def _by_size(found: Clusters) -> Clusters:
    """Largest first; of two of a size the one further along the first axis, then the second."""
    sizes = found.sizes
    order = sorted(range(len(sizes)), key=lambda at: (-sizes[at], *(-found.centres[at])))
    place = np.empty(len(order), dtype=np.intp)
    place[order] = np.arange(len(order))
    return Clusters(place[found.labels], found.centres[order], found.spread)
