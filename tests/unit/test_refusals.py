"""A refusal is one sentence that can be translated and filled in."""

import pickle

import pytest

from pb_app.refusals import Conflict, Forbidden, Invalid, NotVisible, Refusal, TooLarge, Unaudited, sentence


def test_a_refusal_reads_as_its_sentence_with_the_figures_filled_in() -> None:
    refusal = Conflict(sentence("Only %(left)d of %(pot)s is left."), left=3, pot="Small grants")
    assert str(refusal) == "Only 3 of Small grants is left."
    assert refusal.template == "Only %(left)d of %(pot)s is left."
    assert refusal.figures == {"left": 3, "pot": "Small grants"}


def test_a_sentence_without_figures_is_taken_as_it_stands() -> None:
    assert str(Refusal("A cap of 100% is no cap.")) == "A cap of 100% is no cap."


def test_an_invalid_value_names_its_field_and_an_invalid_whole_names_none() -> None:
    named = Invalid(sentence("At most %(most)d words."), field="title", most=12)
    assert named.field == "title"
    assert str(named) == "At most 12 words."
    assert named.figures == {"most": 12}
    assert Invalid("Something is missing.").field is None


@pytest.mark.parametrize("kind", [NotVisible, Forbidden, Conflict, Invalid, Unaudited, TooLarge])
def test_every_refusal_can_be_caught_as_one_kind(kind: type[Refusal]) -> None:
    with pytest.raises(Refusal, match="no such thing"):
        raise kind("There is no such thing here.")


def test_a_refusal_survives_being_handed_to_another_process() -> None:
    copy = pickle.loads(pickle.dumps(Invalid("At most %(most)d.", field="cost", most=5)))  # noqa: S301 - our own
    assert str(copy) == "At most 5."
    assert copy.field == "cost"
