"""Nothing is reached by accident: every route is public by declaration or stands behind a guard."""

import re
from collections.abc import Callable, Iterator
from typing import Any

from flask import Flask
from werkzeug.routing import Rule

from pb_app.web.login import GUARD, needs_sign_in

PUBLIC = {"public", "static"}  # the audience anyone belongs to, and the files pages are drawn with
READING = {"GET", "HEAD", "OPTIONS"}
ADDRESS = re.compile(r"^/(?:[a-z0-9.-]+|<[a-z:_()\"', .-]+>|/)*$")


def ancestors(endpoint: str) -> Iterator[str]:
    parts = endpoint.split(".")[:-1]
    return (".".join(parts[:count]) for count in range(1, len(parts) + 1))


def guards(application: Flask, endpoint: str) -> list[Callable[..., Any]]:
    found = [guard for name in ancestors(endpoint) for guard in application.before_request_funcs.get(name, [])]
    return [guard for guard in found if guard is needs_sign_in or hasattr(guard, GUARD)]


def rules(application: Flask) -> list[Rule]:
    return sorted(application.url_map.iter_rules(), key=lambda rule: (rule.rule, rule.endpoint))


def test_every_route_is_public_by_declaration_or_guarded(application: Flask) -> None:
    open_doors = [
        rule.rule
        for rule in rules(application)
        if rule.endpoint.split(".")[0] not in PUBLIC and not guards(application, rule.endpoint)
    ]
    assert open_doors == []


def test_what_is_guarded_is_not_declared_public(application: Flask) -> None:
    both = [
        rule.rule
        for rule in rules(application)
        if rule.endpoint.split(".")[0] in PUBLIC and guards(application, rule.endpoint)
    ]
    assert both == []


def test_pages_for_roles_ask_for_a_role_and_not_just_a_sign_in(application: Flask) -> None:
    lax = [
        rule.rule
        for rule in rules(application)
        if rule.endpoint.split(".")[0] in {"officers", "facilitators"}
        and not any(hasattr(guard, GUARD) for guard in guards(application, rule.endpoint))
    ]
    assert lax == []


def test_addresses_are_lower_case_nouns_with_hyphens(application: Flask) -> None:
    assert [rule.rule for rule in rules(application) if not ADDRESS.match(rule.rule)] == []


def test_no_address_takes_both_reading_and_writing_in_one_view(application: Flask) -> None:
    mixed = [
        rule.rule
        for rule in rules(application)
        if (rule.methods or set()) - READING and "GET" in (rule.methods or set())
    ]
    assert mixed == []


def test_every_view_says_what_it_answers(application: Flask) -> None:
    silent = [name for name, view in application.view_functions.items() if name != "static" and not view.__doc__]
    assert silent == []


def test_no_address_carries_a_secret_of_the_vote(application: Flask) -> None:
    carried = {argument for rule in rules(application) for argument in rule.arguments}
    assert carried & {"secret", "s", "receipt", "receipt_key", "tracking_code", "idem", "nonce"} == set()
