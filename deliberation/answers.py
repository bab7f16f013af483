"""How long an answer may take: a question in a room is answered within so many days, or shows that it was not."""

from dataclasses import dataclass
from datetime import datetime, timedelta

TIME_TO_ANSWER = timedelta(days=7)


@dataclass(frozen=True, slots=True)
class OpenQuestion:
    """A question that no officer has answered yet."""

    room_id: int
    seq: int
    about: str
    said: str
    asked_at: datetime

    @property
    def due_at(self) -> datetime:
        """When the answer is due."""
        return self.asked_at + TIME_TO_ANSWER

    def is_overdue(self, now: datetime) -> bool:
        """Whether the answer should have come by now."""
        return now >= self.due_at
