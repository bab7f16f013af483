"""What can be wrong with a bundle: it cannot be read, or what it says does not fit together."""

from collections.abc import Mapping


def sentence(text: str) -> str:
    """Mark a sentence that a reader will see, so that a test can ask for its Gaelic."""
    return text


class Fault(Exception):
    """Something is wrong; `template` with its `figures` says what, in English."""

    def __init__(self, template: str, **figures: object) -> None:
        super().__init__(template)
        self.template = template
        self.figures: Mapping[str, object] = figures

    def __str__(self) -> str:
        return self.template % self.figures if self.figures else self.template


class Malformed(Fault):
    """A file is not written as a bundle's files are, so nothing can be said of what it holds."""


class Mismatch(Fault):
    """A file can be read, and what it says is contradicted by another, by a signature or by arithmetic."""
