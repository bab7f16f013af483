"""How the demonstration's rooms are looked after: rules, a decision that was appealed against, a report that waits."""

from deliberation.moderation import Verdict
from pb_app.demo.cast import Cast
from pb_app.demo.people import DOMAIN
from pb_app.moderating import Grounds
from pb_app.services import appeals, moderation, policies, rooms, safeguarding
from pb_app.web.usual_rules import written_in

BLUNT = "Whoever drew this has never waited for a ferry in the rain."
INVITING = "My surgery is on Fridays. Come and shout at me there, and leave each other alone."


def moderate(cast: Cast, slug: str, room_id: int) -> None:
    """Publish the usual rules, hide a message and bring it back on appeal, and leave another report waiting."""
    english, gaelic = written_in(None, "en"), written_in(None, "gd")
    rule = policies.publish_policy(cast.officer(), slug, 0, english, gaelic).rules[0].id
    safeguarding.name_lead(cast.one("administrator"), slug, f"officer@{DOMAIN}")
    first = rooms.post_message(cast.one("neighbour"), room_id, "demonstration-blunt", BLUNT).seq
    case = moderation.report_message(
        cast.one("resident"), room_id, first, rule, "It is about me and not about the idea."
    )
    grounds = Grounds(rule, "It is about whoever drew it, and not about the shelter.")
    hidden = moderation.decide_on_message(cast.one("facilitator"), case.id, 0, Verdict.HIDE, grounds).id
    appeals.make_appeal(cast.one("neighbour"), hidden, "I meant the drawing: it has no roof towards the west.")
    appeals.decide_appeal(cast.officer(), hidden, "Read so, it is about the drawing. It may stand.", is_upheld=True)
    second = rooms.post_message(cast.one("councillor"), room_id, "demonstration-inviting", INVITING).seq
    moderation.report_message(cast.one("neighbour"), room_id, second, None, "Is this the place for it?")
