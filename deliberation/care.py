"""What somebody may not have meant to post: what tells who or where they are, words that hurt. Found, not judged."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

MOST_NAMED = 5

PERSONAL = (
    re.compile(r"(?<![\w.+-])[\w.+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{2,63}){1,4}"),
    re.compile(r"\b(?:[A-Z]{1,2}[0-9][A-Z0-9]? ?[0-9][ABD-HJLNP-UW-Z]{2}|GIR ?0AA)\b", re.IGNORECASE),
    re.compile(
        r"\b(?!BG|GB|KN|NK|NT|TN|ZZ)[A-CEGHJ-PR-TW-Z][A-CEGHJ-NPR-TW-Z]"
        r"(?: ?[0-9]{2}){3} ?[A-D]\b",
        re.IGNORECASE,
    ),
    re.compile(
        r"(?<![\w£.,/-])(?![0-9]{1,2}[-/][0-9]{1,2}[-/][0-9]{4})"
        r"(?:\+|\(?0)[0-9](?:[ ()-]{0,2}[0-9]){8,12}(?![0-9])"
    ),
)
"""E-mail addresses, postcodes, National Insurance numbers, telephone numbers as people here write them."""

ROUGH_WORDS = """
arsehole arseholes bampot bampots bastard bastards bawbag bawbags bellend bitch bitches bollocks bullshit clown clowns
cretin cretins dickhead dickheads eejit eejits fuck fucked fucker fuckers fucking fud idiot idiots imbecile imbeciles
liar liars moron morons nutter nutters piss prick pricks retard retarded retards scrounger scroungers scum shit shite
shitty slag slut tosser tossers twat twats vermin wanker wankers whore amadan amadain bumalair bumalairean galla
"""
ROUGH = frozenset(ROUGH_WORDS.split())
"""Words that are asked about before they are posted: few, whole words only, in English, Scots and Gaelic."""

WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)*")


class Worry(StrEnum):
    """Why somebody is asked before posting."""

    PERSONAL = "personal"
    ROUGH = "rough"


@dataclass(frozen=True, slots=True)
class Doubt:
    """What was found, as it stands in the text."""

    worry: Worry
    found: tuple[str, ...]


def doubts(texts: Iterable[str], own_words: Iterable[str] = ()) -> tuple[Doubt, ...]:
    """What to ask about before these texts are posted; `own_words` are asked about besides the list here."""
    said = "\n".join(texts)
    asked = ROUGH | {word.casefold() for word in own_words}
    personal = [found.group() for pattern in PERSONAL for found in pattern.finditer(said)]
    rough = [word for word in WORD.findall(said) if word.casefold() in asked]
    found = ((Worry.PERSONAL, personal), (Worry.ROUGH, rough))
    return tuple(Doubt(worry, tuple(dict.fromkeys(what))[:MOST_NAMED]) for worry, what in found if what)
