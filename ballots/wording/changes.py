"""What would have funded a project, in sentences that claim no more than was counted."""

from ballots.errors import sentence, sentences
from ballots.what_if import Found, WhatIf
from ballots.wording.voice import Voice

ENOUGH = sentences(
    "If %(count)s more person had voted, for this project alone, it would have been funded.",
    "If %(count)s more people had voted, each for this project alone, it would have been funded.",
)
NOT_ENOUGH = sentences(
    "%(count)s more person voting for this project alone would not have been enough, "
    "and no larger number was found that is.",
    "Even %(count)s more people voting for this project alone would not have been enough, "
    "and no larger number was found that is.",
)
EACH_GIVING = sentences(
    "Each of them would have given it %(count)s point.", "Each of them would have given it %(count)s points."
)
DEARER_TRIED = sentences(
    "At %(count)s higher cost that was tried it would not; not every cost was tried.",
    "At %(count)s higher costs that were tried it would not; not every cost was tried.",
)
CHEAPER_TRIED = sentences(
    "At %(count)s lower cost that was tried it would not have been funded either; not every cost was tried.",
    "At %(count)s lower costs that were tried it would not have been funded either; not every cost was tried.",
)
REFUSED = sentences(
    "%(count)s of these counts could not be finished, and is taken as not enough.",
    "%(count)s of these counts could not be finished, and are taken as not enough.",
)


def changes(voice: Voice, found: WhatIf) -> tuple[str, ...]:
    """Say what would have changed the result for one project; first of all what was held fixed."""
    lead = sentence("For each answer the ballots were counted again, with this one thing changed and nothing else.")
    refused = (voice.count(REFUSED, found.refused),) if found.refused else ()
    return (voice.say(lead), *_supporters(voice, found), *_cost(voice, found.cost), *refused)


def _supporters(voice: Voice, found: WhatIf) -> tuple[str, ...]:
    asked = found.supporters
    if asked.answer is None:
        return (_no_number(voice, asked),)
    told = [voice.count(ENOUGH, asked.answer)]
    if not asked.certain:
        template = sentence("With up to %(tried)s it would not; the numbers between were not all tried.")
        told.append(voice.say(template, tried=voice.number(asked.tried)))
    elif asked.answer > 1:
        told.append(voice.say(sentence("With fewer it would not.")))
    return (*told, voice.count(EACH_GIVING, found.points)) if found.points > 1 else tuple(told)


def _no_number(voice: Voice, asked: Found) -> str:
    if asked.certain:
        return voice.say(
            sentence("No further votes could have funded it, for nothing is funded that costs more than the whole pot.")
        )
    return voice.count(NOT_ENOUGH, asked.tried)


def _cost(voice: Voice, asked: Found) -> tuple[str, ...]:
    if asked.answer is None:
        if asked.certain:
            return (voice.say(sentence("No lower cost would have changed that.")),)
        return (voice.count(CHEAPER_TRIED, asked.tried),)
    if asked.certain:
        template = sentence("If it had cost %(cost)s, it would have been funded; at any higher cost it would not.")
        return (voice.say(template, cost=voice.money(asked.answer)),)
    template = sentence("If it had cost %(cost)s, it would have been funded.")
    return (voice.say(template, cost=voice.money(asked.answer)), voice.count(DEARER_TRIED, asked.tried))
