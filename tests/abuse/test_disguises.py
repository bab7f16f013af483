"""Requests that pretend: to come from elsewhere, to be sent by a proxy, to carry fields that no form has (A11, A25)."""

import runpy
from collections.abc import Callable, Iterable
from dataclasses import replace
from typing import Any

from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select
from werkzeug.middleware.proxy_fix import ProxyFix

from config import ROOT, Settings
from pb_app.factory import create_app
from pb_app.models.people import Person, RoleGrant
from pb_app.models.polls import RollEntry, RollMark
from pb_app.models.proposals import Proposal
from pb_app.models.rounds import Round
from pb_app.sockets.crowd import PATH, Crowd
from pb_app.stages import ProposalState, RoundStage
from pb_app.web.unit_of_work import installation
from tests.abuse.busy import PROPOSAL, SCOPE
from tests.abuse.doors import Acting, token_of
from tests.ballot_box import Voting
from tests.pages.reader import Reader
from tests.round_stories import calling_round
from tests.world import World

ReaderAs = Callable[[str | None], Reader]
FORWARDED = {
    "X-Forwarded-For": "203.0.113.9",
    "X-Forwarded-Host": "evil.example",
    "X-Forwarded-Proto": "https",
    "X-Forwarded-Prefix": "//evil.example",
    "X-Original-URL": "/officers",
    "X-HTTP-Method-Override": "POST",
    "Forwarded": "for=203.0.113.9;host=evil.example",
}
MORE = {
    "id": "1",
    "person_id": "1",
    "author_id": "1",
    "roll_no": "7",
    "role": "administrator",
    "grants": "administrator",
    "is_system": "1",
    "state": "accepted",
    "stage": "voting",
    "status": "eligible",
    "basis": "paper",
    "channel": "paper",
    "email": "administrator@moothill.example",
    "pence": "1",
    "cost": "1",
    "proposal_no": "99",
    "revision": "99",
    "created_at": "2020-01-01",
}


def test_nothing_that_a_browser_forwards_is_believed(client: FlaskClient) -> None:
    plain = client.get("/officers")
    disguised = client.get("/officers", headers=FORWARDED)
    assert (disguised.status_code, disguised.location) == (plain.status_code, plain.location)
    assert "evil.example" not in client.get("/nowhere", headers=FORWARDED).text


def test_an_address_with_two_slashes_leads_to_no_other_site(client: FlaskClient) -> None:
    for address in ("//evil.example/", "/gd//evil.example/", "/gd///evil.example"):
        page = client.get(address)
        assert 'href="//' not in page.text
        assert not (page.location or "").startswith("//")


def test_no_request_says_under_which_address_the_service_lives() -> None:
    assert runpy.run_path(str(ROOT / "gunicorn.conf.py"))["forwarder_headers"] == ""


def test_live_lines_through_a_proxy_of_ours_are_counted_by_who_opens_them(embedded: Settings) -> None:
    behind = create_app(replace(embedded, proxies=1))
    outermost: Any = behind.wsgi_app
    assert isinstance(outermost, ProxyFix)
    crowd = outermost.app
    assert isinstance(crowd, Crowd)
    counted = []

    def inner(environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
        counted.append(dict(crowd._open))
        start_response("204 No Content", [])
        return []

    crowd._wsgi = inner
    for who in ("203.0.113.1", "203.0.113.2"):
        behind.test_client().get(PATH, headers={"X-Forwarded-For": f"198.51.100.1, {who}"})
    assert counted == [{"203.0.113.1": 1}, {"203.0.113.2": 1}]
    installation(behind).database.engine.dispose()


def test_fields_that_no_form_has_are_passed_over(
    app: Flask, lorn: World, acting: Acting, open_poll: Voting, reader_as: ReaderAs
) -> None:
    round_no = calling_round(acting, lorn)
    resident, officer = reader_as("resident"), reader_as("officer")
    page = f"/polls/{open_poll.poll_no}"
    place = {"postcode": "PA34 4AB", "declaration": "y"}
    ballot = {"projects": "P01", "secret": "5e" * 16}
    round_ = SCOPE | {"locality_id": str(lorn.locality_id), "forum_id": str(lorn.forum_id)}
    for reader, address, answers in (
        (resident, "/sign-in/name", {"display_name": "Rhona", "next": "/"}),
        (resident, f"/rounds/{round_no}/proposals", PROPOSAL),
        (resident, f"{page}/roll", place),
        (resident, f"{page}/ballot", ballot),
        (officer, "/officers/rounds", round_),
    ):
        sent = MORE | answers | {"csrf_token": token_of(reader)}
        assert reader.client.post(address, data=sent).status_code in (201, 302), address
    with installation(app).database.session() as session:
        person = session.get_one(Person, lorn.people["resident"])
        assert (person.email, person.display_name) == ("resident@moothill.example", "Rhona")
        assert session.scalars(select(RoleGrant).where(RoleGrant.person_id == person.id)).first() is None
        made = session.scalars(select(Proposal)).one()
        assert (made.author_id, made.state, made.revision) == (person.id, ProposalState.SUBMITTED, 1)
        entry, mark = session.scalars(select(RollEntry)).one(), session.scalars(select(RollMark)).one()
        assert (entry.basis, entry.locality_id, mark.channel) == ("postcode", lorn.locality_id, "online")
        assert entry.roll_no != 7
        latest = session.scalars(select(Round).order_by(Round.round_no.desc())).first()
        assert latest is not None
        assert latest.stage is RoundStage.DRAFT
