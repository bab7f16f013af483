"""Voters who do not give up: each writes down what they send, sends it until they have an answer, and notes that."""

import http.client
import os
import random
import re
import secrets
import threading
import time
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, field, replace
from html import unescape
from pathlib import Path
from queue import Empty, Queue

from bench.polling import Voter

NOTE = re.compile(r'<pre class="mh-receipt__note"[^>]*>(.*?)</pre>', re.DOTALL)
TAKEN = (200, 201)
PATIENCE = 10.0
AGAIN_AFTER = 0.05
HANGS_UP = 0.1


@dataclass
class Story:
    """What one voter went through: the notes they were given, how often no answer came, and refusals."""

    secrets: list[bytes]
    notes: list[str] = field(default_factory=list)
    unanswered: int = 0
    refused: int = 0


class Journal:
    """What clients know whatever happens to the service: written and forced to the disk before and after sending."""

    def __init__(self, path: Path) -> None:
        self.name = path.name
        self._file = path.open("ab", buffering=0)

    def write(self, word: str, told: str) -> None:
        """Keep a line for good."""
        self._file.write(f"{word} {told}\n".encode())
        os.fdatasync(self._file.fileno())

    def close(self) -> None:
        """Let go of the file."""
        self._file.close()


class Client(threading.Thread):
    """Somebody at a machine, through whom voters vote one after the other until there are no more, or time is up."""

    def __init__(self, address: tuple[int, int], waiting: "Queue[Voter]", journal: Journal, *, keeps_key: bool) -> None:
        super().__init__(daemon=True)
        self._port, self._poll_no = address
        self._waiting = waiting
        self._journal = journal
        self._keeps_key = keeps_key
        self._dice = random.Random(journal.name)
        self._line: http.client.HTTPConnection | None = None
        self.stories: list[Story] = []
        self.stopping = threading.Event()

    def run(self) -> None:
        """Vote after vote; what was begun is brought to its end."""
        with suppress(Empty):
            while not self.stopping.is_set():
                self.stories.append(self._vote(self._waiting.get_nowait()))
        self._hang_up()
        self._journal.close()

    def _vote(self, voter: Voter) -> Story:
        story = Story([voter.secret])
        self._journal.write("intent", voter.secret.hex())
        for note in self._answers(voter, story):
            story.notes.append(note)
            self._journal.write("answer", voter.secret.hex())
            if story.unanswered == 0 or len(story.notes) > 1:
                break  # who was left without an answer asks once more, and must hear the same
        return story

    def _answers(self, voter: Voter, story: Story) -> Iterator[str]:
        """The receipts that come, until nobody asks for more; a refusal ends it."""
        while True:
            status, page = self._send(voter)
            found = NOTE.search(page)
            if status in TAKEN and found:
                yield unescape(found[1])
            elif status and status < 500:  # noqa: PLR2004 - the classes of HTTP
                story.refused += 1
                return
            else:
                story.unanswered += 1
                time.sleep(AGAIN_AFTER)
                if not self._keeps_key:
                    voter = replace(voter, secret=secrets.token_bytes(16))
                    story.secrets.append(voter.secret)

    def _send(self, voter: Voter) -> tuple[int, str]:
        """Status and page; nought if no answer came."""
        try:
            if self._line is None:
                self._line = http.client.HTTPConnection("127.0.0.1", self._port, timeout=PATIENCE)
            self._line.request("POST", f"/polls/{self._poll_no}/ballot", voter.form(), voter.headers())
            if self._dice.random() < HANGS_UP:
                raise ConnectionAbortedError  # the answer is lost on the way, whatever became of the vote
            answer = self._line.getresponse()
            return answer.status, answer.read().decode()
        except (OSError, http.client.HTTPException):
            self._hang_up()
            return 0, ""

    def _hang_up(self) -> None:
        if self._line is not None:
            self._line.close()
        self._line = None
