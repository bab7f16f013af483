"""A published poll as the Pabulib file that was counted, to the byte."""

from sqlalchemy.orm import Session

from pb_app import box
from pb_app.definitions import read_definition
from pb_app.models.counts import Count
from pb_app.poll_files import PollFile, poll_file
from pb_app.refusals import Conflict, sentence
from pb_app.withdrawn import withdrawn_from


def counted_file(session: Session, count: Count, place: int = 1) -> PollFile:
    """The file of a contest that was counted, made again from frozen rules and box; it says nothing of any one voter.

    Raises Conflict if it is no longer the file that the count names.
    """
    poll = count.poll
    definition, gone = read_definition(poll.definition), withdrawn_from(session, poll.poll_no)
    file = poll_file(definition, box.ballots_of(session, poll.id), imported=poll.imported, place=place, gone=gone)
    counted = count if place == 1 else count.further[place - 2]
    if file.sha256 != counted.pb_sha256:
        raise Conflict(sentence("This file is not the one that was counted. Call the auditor."))
    return file
