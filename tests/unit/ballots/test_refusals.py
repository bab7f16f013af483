"""What the command line refuses is told in a language, or in English."""

from ballots.errors import BadPoll, sentence
from ballots.wording import voice


def test_a_refusal_is_told_in_english_where_a_language_has_no_catalogue() -> None:
    refusal = BadPoll(sentence("The area %(area)s has no weight."), area="North")
    assert voice.refused("cy", refusal) == "The area North has no weight."
