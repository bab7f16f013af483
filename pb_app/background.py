"""What the service does by itself: log, hours, box and mail in one thread, counts, findings and witnesses in others."""

import logging
import threading
import time
from collections.abc import Callable, Sequence
from contextlib import closing
from dataclasses import dataclass, field
from smtplib import SMTPRecipientsRefused

from flask import Flask

from pb_app.count_worker import CountWorker
from pb_app.finding_worker import FindingWorker
from pb_app.queries import cases, people, polls, reminders
from pb_app.queries.people import WaitingMail
from pb_app.queries.room_life import reviews_due
from pb_app.refusals import Refusal
from pb_app.services import mail
from pb_app.services import reminders as reminding
from pb_app.services.chases import chase_case
from pb_app.services.conclusion_reviews import remind_of_review
from pb_app.services.mail import MailServer, Post
from pb_app.services.polls import close_poll, mix_box
from pb_app.services.roll_keys import destroy_roll_key
from pb_app.unit_of_work import UnitOfWork
from pb_app.web.moderation_words import letter_of_queue, letter_of_review
from pb_app.web.unit_of_work import Installation, installation
from pb_app.witness_worker import WitnessWorker

EXTENSION = "moothill_background"
SECOND = 1.0
MINUTE = 60.0
HOUR = 3_600.0
MIX_EVERY = 900.0
WITNESSES_EVERY = 3.0
LONGEST_WAIT = 60.0
SILENCE = 60.0
AFTER_START = 30.0
"""Seconds after its start before the service works out what nobody waits for, and between two looks for it."""
AT_ONCE = 20
"""How many letters one turn hands over at most, so that nothing else waits for long."""

log = logging.getLogger("moothill.background")
Act = Callable[[UnitOfWork], object]


@dataclass(slots=True)
class Step:
    """Something that is done again and again; after a failure it waits longer each time, up to a minute."""

    name: str
    every: float
    act: Act
    due: float = 0.0
    failures: int = 0
    told: float = field(default=-SILENCE)

    def went_well(self, now: float) -> None:
        """It is due again in its time."""
        self.due, self.failures = now + self.every, 0

    def went_wrong(self, now: float) -> None:
        """It is tried again after one, two, four … seconds."""
        self.due = now + min(LONGEST_WAIT, 2.0 ** min(self.failures, 6))
        self.failures += 1


class Background:
    """A thread and its steps. `tick` does what is due and never raises; `start` has it done each second.

    `stopping` may be shared with a step that takes long, so that it knows when to leave off.
    """

    def __init__(
        self,
        parts: Installation,
        steps: Sequence[Step],
        clock: Callable[[], float] = time.monotonic,
        stopping: threading.Event | None = None,
    ) -> None:
        self._parts = parts
        self._steps = steps
        self._clock = clock
        self._stopping = stopping or threading.Event()
        self._thread: threading.Thread | None = None
        self._turning = threading.Condition()
        self._turns_asked = self._turns_begun = self._turns_done = 0

    def start(self) -> None:
        """Begin, once."""
        if self._thread is None:
            self._thread = threading.Thread(target=self._run, name="moothill-background", daemon=True)
            self._thread.start()

    def stop(self, patience: float = 2.0) -> None:
        """Let the step under way come to its end, or to its death by the end of the process: nothing is half done."""
        self._stopping.set()
        with self._turning:
            self._turning.notify_all()
        if self._thread is not None:
            self._thread.join(patience)

    def tick(self) -> None:
        """Do each step that is due, each with a unit of work of its own."""
        for step in self._steps:
            if not self._stopping.is_set() and self._clock() >= step.due:
                self._do(step)

    def hurry(self, patience: float = SECOND) -> None:
        """Have the next turn begin at once; come back when it is done, or when patience is at its end."""
        with self._turning:
            wanted = self._turns_asked = self._turns_begun + 1
            self._turning.notify_all()
            self._turning.wait_for(lambda: self._turns_done >= wanted, patience)

    def _run(self) -> None:
        while True:
            with self._turning:
                self._turning.wait_for(lambda: self._stopping.is_set() or self._is_hurried, SECOND)
                if self._stopping.is_set():
                    return
                self._turns_begun += 1
            self.tick()
            with self._turning:
                self._turns_done = self._turns_begun
                self._turning.notify_all()

    @property
    def _is_hurried(self) -> bool:
        return self._turns_asked > self._turns_begun

    def _do(self, step: Step) -> None:
        try:
            with closing(self._parts.system_unit_of_work()) as uow:
                step.act(uow)
        except Exception as error:  # noqa: BLE001 - whatever it was, the thread goes on
            step.went_wrong(self._clock())
            self._tell(step, error)
        else:
            step.went_well(self._clock())

    def _tell(self, step: Step, error: Exception) -> None:
        """Say once a minute what fails: our own sentences in full, of others' errors the kind alone."""
        now = self._clock()
        if now - step.told >= SILENCE:
            step.told = now
            why = str(error) if isinstance(error, Refusal) else type(error).__name__
            log.error("%s failed and is tried again: %s", step.name, why)


def start_in(app: Flask) -> None:
    """Begin the background work of an application in this process, if its settings want it here."""
    parts = installation(app)
    if parts.settings.background == "on":
        counting = counts_of_installation(parts)
        parts.hurry = counting.hurry
        hearing = WitnessWorker()
        others = (findings_of_installation(parts), witnesses_of_installation(parts, hearing), cases_of(app))
        app.extensions[EXTENSION] = (of_installation(parts, hearing.sequence), counting, *others)
        for work in app.extensions[EXTENSION]:
            work.start()


def stop_in(app: Flask) -> None:
    """End the background work that was begun here."""
    begun: tuple[Background, ...] = app.extensions.pop(EXTENSION, ())
    for patience in (0.0, 2.0):  # told together, so that they end together
        for work in begun:
            work.stop(patience)


def of_installation(parts: Installation, sequence: Act = UnitOfWork.sequence_log) -> Background:
    """The background work of an installation: sequencer, close, mix, reminders, roll keys, and mail if it sends any."""
    steps = [
        Step("Putting the log in order", SECOND, sequence),
        Step("Closing polls at their hour", SECOND, close_polls),
        Step("Mixing the boxes", MIX_EVERY, mix_boxes),
        Step("Reminding of votes", MINUTE, send_reminders),
        Step("Destroying keys of rolls", HOUR, lambda uow: destroy_roll_keys(uow, parts.settings.challenge_days)),
        Step("Emptying the journal", MINUTE, lambda uow: uow.database.empty_journal()),
    ]
    if parts.settings.mail == "smtp":
        server = MailServer.of(parts.settings.smtp_url, parts.settings.mail_from)
        steps.append(Step("Delivering mail", SECOND, Postman(server.post).deliver))
    return Background(parts, steps)


def counts_of_installation(parts: Installation) -> Background:
    """The counting of an installation, in a thread of its own: a long count keeps no log and no close waiting."""
    stopping = threading.Event()
    return Background(parts, [Step("Counting", 0, CountWorker(parts, stopping).work)], stopping=stopping)


def findings_of_installation(parts: Installation) -> Background:
    """What is worked out after publication, in a thread of its own that gives way to counts and begins last."""
    stopping = threading.Event()
    step = Step("Working out what would have changed results", AFTER_START, FindingWorker(parts, stopping).work)
    step.due = time.monotonic() + AFTER_START
    return Background(parts, [step], stopping=stopping)


def witnesses_of_installation(parts: Installation, worker: WitnessWorker) -> Background:
    """Asking the witnesses, in a thread of its own: one that is slow keeps no log and no close waiting."""
    return Background(parts, [Step("Asking the witnesses", WITNESSES_EVERY, worker.work)])


def cases_of(app: Flask) -> Background:
    """Watching the clock of the moderators' queue; its letters are written in the languages of the pages."""

    def chase(uow: UnitOfWork) -> None:
        with app.app_context():
            write = letter_of_queue(f"{installation(app).settings.site_url.rstrip('/')}/moderation")
            waiting = cases.cases_to_chase(uow.session, uow.now())
            _each(waiting, lambda case_id: chase_case(uow, case_id, write))

    def review(uow: UnitOfWork) -> None:
        with app.app_context():
            site = installation(app).settings.site_url.rstrip("/")
            for room_id, seq in reviews_due(uow.session, uow.now().date()):
                remind_of_review(uow, room_id, seq, letter_of_review(f"{site}/rooms/{room_id}#conclusion"))

    steps = [Step("Reminding facilitators", MINUTE, chase), Step("Reminding of conclusions", MINUTE, review)]
    return Background(installation(app), steps)


def close_polls(uow: UnitOfWork) -> None:
    """Close every open poll whose hour has come."""
    _each(polls.polls_past_their_hour(uow.session, uow.now()), lambda poll_no: close_poll(uow, poll_no))


def mix_boxes(uow: UnitOfWork) -> None:
    """Mix the box of every open poll."""
    _each(polls.open_polls(uow.session), lambda poll_no: mix_box(uow, poll_no))


def send_reminders(uow: UnitOfWork) -> None:
    """Write the reminders of every open poll that closes within a day."""
    due = reminders.polls_to_remind_of(uow.session, uow.now())
    _each(due, lambda poll_no: reminding.send_reminders(uow, poll_no))


def destroy_roll_keys(uow: UnitOfWork, days: int) -> None:
    """Destroy the key of each roll whose result was published so many days ago."""
    due = polls.polls_past_challenge(uow.session, uow.now(), days)
    kept = [no for no in due if (poll := polls.poll_by_no(uow.session, no)) and uow.keys.has_roll_key(poll.id)]
    _each(kept, lambda poll_no: destroy_roll_key(uow, poll_no, days))


class Postman:
    """Delivers what waits; a letter that is refused waits longer each time and holds no other up."""

    def __init__(self, post: Post, clock: Callable[[], float] = time.monotonic) -> None:
        self._post = post
        self._clock = clock
        self._refused: dict[int, Step] = {}

    def deliver(self, uow: UnitOfWork) -> None:
        """Deliver the letters that are due. Raises what stopped it: what holds one letter up would hold up all."""
        waiting = people.waiting_mail(uow.session)
        self._refused = {letter.id: self._refused[letter.id] for letter in waiting if letter.id in self._refused}
        due = [letter for letter in waiting if letter.id not in self._refused or self._is_due(letter)]
        for letter in due[:AT_ONCE]:
            self._deliver(uow, letter)

    def _is_due(self, letter: WaitingMail) -> bool:
        return self._clock() >= self._refused[letter.id].due

    def _deliver(self, uow: UnitOfWork, letter: WaitingMail) -> None:
        try:
            mail.deliver_mail(uow, letter, self._post)
        except SMTPRecipientsRefused:
            self._refused.setdefault(letter.id, Step("", 0, id)).went_wrong(self._clock())
            log.warning("A letter was refused by the mail server and is tried again.")


def _each(poll_nos: Sequence[int], act: Callable[[int], object]) -> None:
    """Do it for each poll; what fails for one holds no other up, and the first failure is raised at the end."""
    failures = []
    for poll_no in poll_nos:
        try:
            act(poll_no)
        except Exception as error:  # noqa: BLE001 - raised below
            failures.append(error)
    if failures:
        raise failures[0]
