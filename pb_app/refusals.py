"""What the application says when it will not do something: one sentence a refusal, filled with its figures."""


def sentence(template: str) -> str:
    """Mark a sentence that people will read, so that it is collected for translation; it comes back unchanged."""
    return template


class Refusal(Exception):
    """Something was asked for that is not done; nothing has changed.

    `template` is the English sentence with named `%(placeholders)s`, `figures` what fills them: pages translate
    the one and fill in the other. `str()` gives the English filled in. A sentence without figures is taken as it
    stands, so a lone per cent sign in it needs no doubling.
    """

    def __init__(self, template: str, **figures: object) -> None:
        super().__init__(template)
        self.template = template
        self.figures = figures

    def __str__(self) -> str:
        return self.template % self.figures if self.figures else self.template


class NotVisible(Refusal):
    """There is nothing here that this reader may know of (404)."""


class Forbidden(Refusal):
    """The reader may see it and may not do this to it (403)."""


class Conflict(Refusal):
    """It no longer fits how things stand: done already, closed, or changed meanwhile (409)."""


class Invalid(Refusal):
    """What was handed in breaks a rule (422); `field` names where it stood, if it stood in one field."""

    def __init__(self, template: str, *, field: str | None = None, **figures: object) -> None:
        super().__init__(template, **figures)
        self.field = field


class Doubtful(Invalid):
    """It can be done as it is, once whoever asked for it has said that they mean it (422). Each part asks one thing."""

    def __init__(self, parts: tuple[Invalid, ...]) -> None:
        super().__init__(parts[0].template, field=parts[0].field, **parts[0].figures)
        self.parts = parts


class Unaudited(Refusal):
    """A change was about to be kept without its entry in the log; it was rolled back (500)."""


class TooLarge(Refusal):
    """More was handed in than is taken at once (413)."""


class TooOften(Refusal):
    """It was asked for more often than anybody needs to; `figures` may say how long to wait (429)."""


class Unreachable(Refusal):
    """Something that the service needs for this does not answer at the moment (503)."""
