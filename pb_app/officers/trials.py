"""An officer's page on which a rule is tried before the poll opens: nothing is counted, nothing is kept."""

import time

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue

from ballots import pabulib
from ballots.cautions import cautions
from ballots.compare import SideBySide
from ballots.errors import BallotError
from ballots.rules import rule_from_parameters
from ballots.rules.fitting import check_rule, kind_of, rules_for
from ballots.wording.fair import better_off, comparison_table, differing_table
from pb_app import definitions, trials
from pb_app.exports.pabulib import counted_file
from pb_app.models.polls import Poll
from pb_app.officers.trial_forms import FILE, TYPED, TrialForm
from pb_app.queries import budgets, counts
from pb_app.queries import polls as queries
from pb_app.refusals import Conflict, Invalid, NotVisible, sentence
from pb_app.roles import GRANTED, Role
from pb_app.stages import PollState
from pb_app.trials import Trial
from pb_app.web.limits import limiter
from pb_app.web.login import needs_role
from pb_app.web.unit_of_work import unit_of_work
from pb_app.web.voices import page_voice

bp = Blueprint("trials", __name__)
bp.before_request(needs_role(Role.OFFICER, Role.APPROVER, Role.AUDITOR))
BEFORE_OPENING = frozenset({PollState.DRAFT, PollState.FROZEN})


@bp.get("/officers/polls/<int:poll_no>/trial")
def show_trial(poll_no: int) -> ResponseReturnValue:
    """The form, with the rule as it was drafted."""
    poll = _seen_poll(poll_no)
    form = TrialForm(**TrialForm.fields_of(definitions.rule_of(poll.rule)))
    return _page(poll, form, None)


@bp.post("/officers/polls/<int:poll_no>/trial")
@limiter.limit("20 per minute")
def try_rule(poll_no: int) -> ResponseReturnValue:
    """Count examples by the rule and by those beside it, and show what came out."""
    poll = _seen_poll(poll_no)
    form = TrialForm()
    _offer(poll, form)
    if form.validate():
        try:
            rule = form.chosen_rule()
            check_rule(rule, kind_of(definitions.style_of(poll.ballot)))
            trial = _trial(poll, form)
            found = trials.tried(trial, trials.beside(rule, form.others.data or []), time.monotonic)
        except (Invalid, Conflict, BallotError) as refused:
            form.refuse(refused)
        else:
            return _page(poll, form, (trial, found))
    return _page(poll, form, None), 422


def _trial(poll: Poll, form: TrialForm) -> Trial:
    session = unit_of_work().session
    if form.source.data == TYPED:
        projects = queries.projects_of(session, poll.round_no)
        pence = budgets.pot_pence(session, poll.pot_id)
        contest = definitions.contest_of(projects, pence, poll.pot.currency)
        return trials.typed_trial(contest, form.ballots.data or "")
    if form.source.data == FILE:
        if not form.file.data:
            raise Invalid(sentence("Choose a file."), field="file")
        read = pabulib.read(form.file.data.read())
        return Trial(read.poll, read.profile)
    count = counts.count_of(session, form.past.data or 0)
    if count is None or not count.is_public or not count.poll.is_public:
        raise Invalid(sentence("Choose a published poll."), field="past")
    file = counted_file(session, count)
    return Trial(file.contest, file.profile)


def _page(poll: Poll, form: TrialForm, told: tuple[Trial, SideBySide] | None) -> str:
    _offer(poll, form)
    session = unit_of_work().session
    return render_template(
        "officers/show_trial.html",
        poll=poll,
        form=form,
        projects=queries.projects_of(session, poll.round_no),
        shown=_shown(*told, definitions.most_choices(poll.ballot)) if told else None,
    )


def _shown(trial: Trial, found: SideBySide, most_choices: int | None) -> dict[str, object]:
    """What the page says of a trial, in ready words."""
    contest = trial.contest
    titles = {project.project_id: project.name for project in contest.projects}
    voice = page_voice(titles, contest.currency, contest.exponent)
    rule = rule_from_parameters(found.sides[0].outcome.parameters)
    return {
        "voters": trial.profile.voters,
        "table": comparison_table(voice, found),
        "differing": differing_table(voice, found) if found.differing else None,
        "always": [voice.title(ref) for ref in found.always],
        "better": [better_off(voice, found, pair) for pair in found.pairs],
        "cautions": [
            voice.say(one.template, **one.figures)
            for one in cautions(contest, most_choices, rule, trial.profile.voters or None)
        ],
    }


def _offer(poll: Poll, form: TrialForm) -> None:
    form.offer(rules_for(kind_of(definitions.style_of(poll.ballot))))
    form.offer_polls(queries.published_polls(unit_of_work().session))


def _seen_poll(poll_no: int) -> Poll:
    """The poll, for whoever holds a role where it is voted on, before it opens."""
    uow = unit_of_work()
    poll = queries.poll_by_no(uow.session, poll_no)
    if poll is None or uow.actor.grant_for(frozenset(GRANTED), poll.scope) is None:
        raise NotVisible(sentence("There is no poll under this number in your area."))
    if poll.state not in BEFORE_OPENING:
        raise Conflict(sentence("This poll has opened. A rule can only be tried before that."))
    return poll
