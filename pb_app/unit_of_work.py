"""Who acts, when, on which session, and who hears of it: the one thing a use case is handed."""

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from datetime import datetime
from functools import cached_property, partial
from typing import TypeVar
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session, selectinload

from pb_app.actions import Action
from pb_app.audit import halts, log, sequencer
from pb_app.audit.sequencer import LogDiffers
from pb_app.database import Database
from pb_app.events import Event
from pb_app.keys import Keys
from pb_app.models.people import Person
from pb_app.permissions import TABLE, Logged, Row, may, refusal
from pb_app.refusals import Refusal, Unaudited, sentence
from pb_app.roles import GRANTED, Actor, Grant, Role, Scope, Subject

S = TypeVar("S", bound=Subject)
T = TypeVar("T")
Publisher = Callable[[Event], object]
SYSTEM = Actor(is_system=True)


class UnitOfWork:
    """One request, one socket event or one command: reads freely, and changes one thing at a time."""

    def __init__(
        self, database: Database, keys: Keys, person_id: int | None = None, publisher: Publisher = lambda _event: None
    ) -> None:
        self.database = database
        self.keys = keys
        self.publisher = publisher
        self.session: Session = database.session()
        self._person_id = person_id
        self._actor: Actor | None = None

    @classmethod
    def of_system(cls, database: Database, keys: Keys, publisher: Publisher = lambda _event: None) -> "UnitOfWork":
        """A unit of work for what the service does by itself: mixing, timed closing, commands."""
        uow = cls(database, keys, None, publisher)
        uow._actor = SYSTEM
        return uow

    @property
    def actor(self) -> Actor:
        """Who acts, with the roles they hold now."""
        if self._actor is None:
            self._actor = self._read_actor()
        return self._actor

    def become(self, person_id: int | None, actor: Actor | None = None) -> None:
        """Act as this person from here on (after a sign-in), or as nobody known; `actor` if it was just read."""
        self._person_id = person_id
        self._actor = actor

    def may(self, action: Action, subject: Subject) -> bool:
        """Whether to draw the button: reads the same row as the use case."""
        return may(self.actor, action, subject)

    @contextmanager
    def begin(self, action: Action) -> Iterator["Change"]:
        """One change in one transaction: committed on leaving, rolled back whole by any exception.

        Raises Unaudited if the action's row wants a log entry and none was recorded.
        """
        change = Change(self, action, TABLE[action])
        with self.database.writing(self.session):
            try:
                if self.actor is not SYSTEM and change.asks_for_grants:
                    self._actor = self._read_actor()
                yield change
                if change.is_void:
                    self.session.rollback()
                else:
                    change.check_recorded()
                    self.session.commit()
            except BaseException:
                self.session.rollback()
                raise
        for event in change.events:
            self.publisher(event)

    def sequence_log(self) -> int:
        """Give every waiting log entry its place and sign checkpoints over them; return how many there were.

        Safe to repeat and to be killed in: a checkpoint and its entries are committed together or not at all.
        Raises LogDiffers where what is stored is not what was signed, and notes it for officers to see; the whole
        tree is looked at once a process, and again after each such refusal.
        """
        try:
            placed = self._sequence()
        except LogDiffers as differs:
            self.database.log_checked = False
            self._write(partial(self._note_halt, differs))
            raise
        self.session.rollback()
        return placed

    def _sequence(self) -> int:
        placed = 0
        if not self.database.log_checked:
            self.database.begin_snapshot(self.session)
            sequencer.check_stored(self.session, self.keys)
        self.session.rollback()
        while sequencer.is_waiting(self.session):
            placed += self._write(self._sequence_batch)
        if not self.database.log_checked:
            self._write(lambda: halts.clear_halt(self.session))
            self.database.log_checked = True
        return placed

    def _note_halt(self, refusal: Refusal) -> None:
        halts.note_halt(self.session, refusal, self.now())

    def _sequence_batch(self) -> int:
        self.database.lock_log(self.session)
        return sequencer.sequence(self.session, self.keys, self.now())

    def _write(self, act: Callable[[], T]) -> T:
        """Do something of the log's own in one transaction."""
        with self.database.writing(self.session):
            try:
                done = act()
                self.session.commit()
            except BaseException:
                self.session.rollback()
                raise
        return done

    def now(self) -> datetime:
        """The database's clock, for pages; a change uses its own `at`."""
        return self.database.now(self.session)

    def end_read(self) -> None:
        """End the open read, so that what follows may take its time."""
        self.session.rollback()

    def close(self) -> None:
        """Give the connection back."""
        self.session.close()

    def _read_actor(self) -> Actor:
        if self._person_id is None:
            return Actor()
        person = self.session.scalar(
            select(Person).where(Person.id == self._person_id).options(selectinload(Person.grants))
        )
        return person.to_domain() if person else Actor()


class Change:
    """A change under way: its moment, its permission, its log entry, and the events to publish afterwards."""

    def __init__(self, uow: UnitOfWork, action: Action, row: Row) -> None:
        self.events: list[Event] = []
        self.is_void = False
        self._uow = uow
        self._action = action
        self._row = row
        self._leaf: bytes | None = None

    @cached_property
    def at(self) -> datetime:
        """The one moment of this change, by the database's clock, read when first asked for: after the locks."""
        return self._uow.now()

    @property
    def asks_for_grants(self) -> bool:
        """Whether a role that can be taken away decides on it, so that grants are read again in its transaction."""
        return not self._row.roles.isdisjoint(GRANTED)

    def permit(self, subject: S) -> S:
        """Return the subject if the actor may do this to it; raise Forbidden or NotVisible with a sentence."""
        refused = refusal(self._uow.actor, self._action, subject)
        if refused is not None:
            raise refused
        return subject

    def record(
        self,
        subject: Subject,
        *,
        poll: UUID | None = None,
        private: Mapping[str, str | int] | None = None,
        **facts: str | int | None,
    ) -> bytes:
        """Write the entry of this change, with exactly the facts of its row; return its leaf hash.

        A fact that is None is left out of the entry. Nothing a person wrote, chose or is may be a fact; it may be
        `private`: the entry then only commits to it, and it can be erased.
        """
        if frozenset(facts) != self._row.facts or frozenset(private or ()) != self._row.private:
            raise Unaudited(sentence("The log entry of this change does not hold the facts it should."))
        entry = log.Entry(
            event=self._action.value,
            at=self.at,
            facts={name: fact for name, fact in facts.items() if fact is not None},
            poll=poll,
            actor=self._pseudonym(subject.scope),
            payload=log.Payload.of(private, self._uow.keys.random(log.SALT_LENGTH)) if private else None,
        )
        self._leaf = log.append(self._uow.session, entry)
        return self._leaf

    def publish(self, event: Event) -> None:
        """Let others hear of this once it is committed."""
        self.events.append(event)

    def void(self) -> None:
        """Say that there is nothing to change after all: no entry is owed, and nothing written here is kept."""
        self.is_void = True

    def check_recorded(self) -> None:
        """Raise Unaudited if an entry is owed and was not written."""
        self._uow.session.flush()
        if self._row.logged is Logged.ENTRY and self._leaf is None:
            raise Unaudited(sentence("A change was about to be kept without its entry in the log."))

    def _pseudonym(self, scope: Scope) -> str | None:
        grant: Grant | None = self._uow.actor.grant_for(self._row.roles - {Role.RESIDENT}, scope)
        return grant.pseudonym if grant else None
