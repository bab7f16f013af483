"""Opinions on a plane: missing ones filled with the statement's mean, two principal axes, people by what they said."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from deliberation.matrix import AGREE, Matrix

Points = NDArray[np.float64]
AXES = 2


@dataclass(frozen=True, slots=True)
class Plane:
    """Where people and statements lie, and the share of all variance that the two axes hold."""

    people: Points
    statements: Points
    explained: float

    def distances(self) -> list[float]:
        """How far each statement lies from the middle: what somebody would who only agreed with it."""
        return [float(far) for far in np.linalg.norm(self.statements, axis=1)]


def plane(matrix: Matrix) -> Plane:
    """Lay people and statements on two axes, each pointing to its heaviest statement. Needs two statements."""
    people, statements = matrix.values.shape
    said = matrix.seen.sum(axis=0)
    means = matrix.values.sum(axis=0) / np.maximum(1, said)
    centred = np.where(matrix.seen, matrix.values - means, 0.0)
    spread, directions = np.linalg.eigh(centred.T @ centred)
    axes = directions[:, ::-1][:, :AXES]
    heaviest = np.abs(axes).argmax(axis=0)
    axes = axes * np.sign(axes[heaviest, range(axes.shape[1])])
    given = np.maximum(1, matrix.seen.sum(axis=1))
    scale = np.sqrt(statements / given).reshape(people, 1)
    whole = float(spread.sum())
    return Plane(
        people=centred @ axes * scale,
        statements=axes * ((AGREE - means) * np.sqrt(statements)).reshape(statements, 1),
        explained=float(spread[-AXES:].sum()) / whole if whole > 0 else 0.0,
    )
