"""Rows of words laid under each other on a terminal."""

from collections.abc import Collection, Sequence


def laid_out(rows: Sequence[Sequence[str]], right: Collection[int] = ()) -> list[str]:
    """Give a line for each row, every column as wide as its widest cell; those in `right` stand to the right."""
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    lines = []
    for row in rows:
        cells = (
            cell.rjust(width) if place in right else cell.ljust(width)
            for place, (cell, width) in enumerate(zip(row, widths, strict=True))
        )
        lines.append("  ".join(cells).rstrip())
    return lines
