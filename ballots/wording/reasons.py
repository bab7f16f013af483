"""One project's explanation as it is read: a verdict, sentences, notes, the table of its supporters' money, figures."""

from dataclasses import dataclass

from ballots.errors import sentence
from ballots.explain import Explanation
from ballots.outcome import Outcome
from ballots.ties import TieStep
from ballots.wording import funded, unfunded
from ballots.wording.money import Money, money_of
from ballots.wording.voice import Voice, exactly

DECIDED_BY = {
    TieStep.COST: sentence("lower cost"),
    TieStep.VOTES: sentence("more voters"),
    TieStep.LOT: sentence("the lot"),
    TieStep.REFUSE: sentence("the lot"),
}


@dataclass(frozen=True, slots=True)
class Telling:
    """What is said of a project: `verdict` in a few words, `sentences` to be read aloud, `notes` for who asks on.

    `money` are the figures of its supporters' money where that decided. `exact` are pairs of words and an exact figure,
    in units of the currency.
    """

    project: str
    is_funded: bool
    verdict: str
    sentences: tuple[str, ...]
    notes: tuple[str, ...]
    money: Money | None
    exact: tuple[tuple[str, str], ...]

    @property
    def aloud(self) -> str:
        """The verdict and the sentences in one paragraph."""
        return " ".join((self.verdict, *self.sentences))


def telling(voice: Voice, outcome: Outcome, found: Explanation) -> Telling:
    """Say why one project of an outcome was funded or not."""
    if found.is_funded:
        template, spoken, notes = funded.VERDICTS[found.kind], funded.said, funded.notes(voice, found)
    else:
        template, spoken, notes = unfunded.VERDICTS[found.kind], unfunded.said, unfunded.notes(voice, found)
    return Telling(
        found.project,
        found.is_funded,
        voice.say(template),
        spoken(voice, outcome, found),
        (*notes, *_tied(voice, found)),
        money_of(found, voice.unit),
        _exact(voice, found),
    )


def _tied(voice: Voice, found: Explanation) -> tuple[str, ...]:
    if found.tie is None:
        return ()
    others = [voice.title(ref) for ref in found.tie.projects if ref != found.project]
    step = voice.say(DECIDED_BY[found.tie.decided_by])
    template = sentence("It stood level with %(others)s; %(step)s decided.")
    return (voice.say(template, others=voice.listed(others), step=step),)


def _exact(voice: Voice, found: Explanation) -> tuple[tuple[str, str], ...]:
    figures = (
        (sentence("Most that anyone paid"), found.price),
        (sentence("Share of each voter"), found.share),
        (sentence("Left to its supporters"), found.money_left),
        (sentence("Missing"), found.shortfall),
        (sentence("Carried by each supporter"), found.load),
    )
    told = [(voice.say(words), voice.exactly(amount)) for words, amount in figures if amount is not None]
    if found.price is not None and found.effective_votes is not None:
        told.append((voice.say(sentence("Effective votes")), exactly(found.effective_votes)))
    return tuple(told)
