"""Words written to be run instead of read, in every text that somebody can write, on every page (A13, A14, A36)."""

from collections.abc import Callable, Iterator
from html.parser import HTMLParser

import pytest
from flask import Flask

from pb_app.models.people import Person
from pb_app.refusals import Invalid
from pb_app.services import people, proposals
from pb_app.web.limits import limiter
from tests.abuse.busy import FORMS, Written, in_use
from tests.abuse.doors import Acting, doors, token_of
from tests.pages.reader import Reader
from tests.round_stories import calling_round, wording
from tests.world import World

ReaderAs = Callable[[str | None], Reader]
SHORT = "\"'></textarea></title><img src=x onerror=alert(1)><script>x</script>{{7*7}}"
LONG = (
    f'{SHORT} <a href="javascript:alert(1)">a</a><svg/onload=alert(1)><math><mi><table><mglyph><style><img src=x>'
    "-->]]><!--<iframe srcdoc='<script>x</script>'>javascript:alert(1)//\n\n<b onclick=x>b</b>${7*7}<%= 7*7 %>%(x)s"
)
TAKES_MUCH = frozenset({"what_and_why", "who_benefits", "body", "summary", "up_for_decision", "remit", "reason"})
READERS = (None, "resident", "officer", "councillor", "administrator")
NUMBERS = {"poll_no": (1, 2, 3), "round_no": (1, 2, 4, 6), "proposal_no": (1, 3, 4, 5, 6), "pot_id": (1, 2)}


class Elements(HTMLParser):
    """What a browser would make of a page that must not be there."""

    def __init__(self) -> None:
        super().__init__()
        self.strange: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note what no page of ours has: foreign scripts and pictures, deeds in attributes, links that are code."""
        of = {name: value or "" for name, value in attrs}
        runs = tag in {"iframe", "math", "mglyph", "object", "embed", "base", "style", "b"}
        runs |= tag in {"script", "img"} and not of.get("src", "").startswith(("/static/", "data:"))
        runs |= any(name.startswith("on") or name in {"style", "srcdoc"} for name in of)
        runs |= any(of.get(name, "").lower().startswith(("javascript:", "data:")) for name in ("href", "action"))
        if runs:
            self.strange.append(str(self.get_starttag_text()))


def strange(page: str) -> list[str]:
    reader = Elements()
    reader.feed(page)
    return reader.strange


def hostile(form: Written) -> dict[str, str]:
    """The form's answers with hostile words wherever words are taken."""
    return form.answers | {name: LONG if name in TAKES_MUCH else SHORT for name in form.words}


@pytest.fixture
def written(
    app: Flask, lorn: World, acting: Acting, reader_as: ReaderAs, monkeypatch: pytest.MonkeyPatch
) -> dict[str, str]:
    """What each form answered to hostile words; all of them were taken."""
    monkeypatch.setattr(limiter, "enabled", False)
    in_use(app, lorn, acting)
    answers = {}
    for form in FORMS:
        reader = reader_as(form.who)
        answer = reader.client.post(form.action, data={"csrf_token": token_of(reader)} | hostile(form))
        assert not form.is_taken or answer.status_code in (200, 201, 302), (form.action, answer.text)
        answers[form.action] = answer.text
    return answers


def addresses(app: Flask) -> Iterator[str]:
    """Every page there is of everything that there is."""
    for at in range(max(map(len, NUMBERS.values()))):
        names = {name: numbers[at % len(numbers)] for name, numbers in NUMBERS.items()}
        yield from (door.address for door in doors(app, "GET", **names))


def test_nothing_that_anybody_writes_is_run(app: Flask, written: dict[str, str], reader_as: ReaderAs) -> None:
    assert len(strange(LONG)) > 5
    for action, page in written.items():
        assert strange(page) == [], action
    shown = 0
    for who in READERS:
        reader = reader_as(who)
        for address in sorted(set(addresses(app))):
            answer = reader.client.get(address)
            assert answer.status_code < 500, address
            assert answer.headers["X-Content-Type-Options"] == "nosniff"
            if answer.mimetype == "text/html":
                assert strange(answer.text) == [], (who, address)
                assert "49$" not in answer.text
                shown += "&lt;img src=x onerror" in answer.text
    assert shown > 100


@pytest.mark.parametrize("name", ["\u200b", "\u2800", "\u3164 \u3164", "\u202e", "\u00ad\ufe0f", "\x07"])
def test_nobody_goes_by_a_name_that_cannot_be_seen(acting: Acting, lorn: World, name: str) -> None:
    with pytest.raises(Invalid):
        people.name_oneself(acting("resident"), name)


def test_no_name_turns_the_words_round_that_follow_it(acting: Acting, lorn: World) -> None:
    uow = acting("resident")
    people.name_oneself(uow, "  Rhona \u202enoitartsinimda\u2066\n\tMhor\x00 ")
    assert uow.session.get_one(Person, lorn.people["resident"]).display_name == "Rhona noitartsinimda Mhor"


def test_no_title_is_empty_or_turns_the_ballot_paper_round(acting: Acting, lorn: World) -> None:
    round_no = calling_round(acting, lorn)
    with pytest.raises(Invalid):
        proposals.submit_proposal(acting("resident"), round_no, wording(lorn, "\u200b\u2060"))
    made = proposals.submit_proposal(acting("resident"), round_no, wording(lorn, "Park\u202e krap\x00"))
    assert made.title == "Park krap"
