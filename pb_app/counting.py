"""What a count is made from: the file of each contest of a closed poll, and what its record says of its source."""

from sqlalchemy.orm import Session

from ballots.count import count
from ballots.election import Progress
from ballots.errors import BadRule, sentence
from ballots.every_rule import AnyRule
from ballots.ranked import RankedRule
from ballots.ranked.funding import ElectedProjects
from ballots.ranked.projects import elect_projects
from pb_app import box
from pb_app.count_records import Counted, command_of, lot_seed
from pb_app.definitions import read_definition
from pb_app.models.polls import Poll
from pb_app.outcomes import AnyOutcome
from pb_app.poll_files import PollFile, poll_file
from pb_app.withdrawn import withdrawn_from


def files_of(session: Session, poll: Poll) -> list[PollFile]:
    """The file of every contest of a closed poll, in the order of the paper."""
    definition, gone = read_definition(poll.definition), withdrawn_from(session, poll.poll_no)
    return [
        poll_file(definition, box.ballots_of(session, poll.id), imported=poll.imported, place=place, gone=gone)
        for place in range(1, len(definition.contests) + 1)
    ]


def decided(file: PollFile, rule: AnyRule, seed: str, progress: Progress | None = None) -> AnyOutcome:
    """Count a contest by its rule: the one way from its file to an outcome. Raises what the rule raises."""
    if not isinstance(rule, RankedRule):
        return count(file.contest, file.profile, rule, seed, progress)
    if file.rankings is None:
        raise BadRule(sentence("This rule counts rankings, and these ballots are none."))
    return ElectedProjects.of(file.contest, elect_projects(file.contest, file.rankings, rule, seed))


def counted_of(poll: Poll, file: PollFile, place: int, box_size: int, seed_value: str) -> Counted:
    """What the count of a contest of a poll is made from."""
    contests = read_definition(poll.definition).contests
    asked = contests[place - 1]
    seed = lot_seed(poll.box_root, seed_value)
    return Counted(
        poll=poll.id,
        rules_sha256=poll.rules_sha256,
        pb_sha256=file.sha256,
        box_size=box_size,
        box_root=poll.box_root,
        seed_source=poll.seed_source,
        seed_value=seed_value,
        command=command_of(asked.rule, poll.poll_no, seed, asked.contest.poll.exponent, place),
        contest=asked.contest.contest_id if len(contests) > 1 else "",
        withdrawn=file.withdrawn,
    )
