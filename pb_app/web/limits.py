"""How often the same address and the same mailbox may ask for what costs something: sign-in codes above all."""

from ipaddress import IPv6Network, ip_address

from flask import Flask, Response, g, request
from flask_limiter import Limiter
from flask_login import current_user

from pb_app.receipts import mailbox_identity, normalised_email
from pb_app.refusals import Invalid

WRONG = 422


def address() -> str:
    """Where the request comes from; of IPv6 the network, since one household has a whole one."""
    try:
        known = ip_address(request.remote_addr or "")
    except ValueError:
        return "address unknown"
    if known.version == 4:  # noqa: PLR2004 - the version of the protocol
        return f"address {known}"
    return f"address {IPv6Network((int(known), 64), strict=False)}"


def mailbox() -> str:
    """Whose mailbox the form is about, however its address is spelled."""
    try:
        return f"mailbox {mailbox_identity(normalised_email(request.form.get('email', '')))}"
    except Invalid:
        return "no mailbox"


def reader() -> str:
    """Who is signed in; nobody known counts by address."""
    return f"person {current_user.person_id}" if current_user.is_authenticated else address()


limiter = Limiter(address, storage_uri="memory://", headers_enabled=True, default_limits=[])


def was_wrong(response: Response) -> bool:
    """Whether a code was tried and did not fit: only those count, not signing in often."""
    return response.status_code == WRONG


def was_no_voting_code(_response: Response) -> bool:
    """Whether a voting code was looked for and is none; slips of the hand that cannot be a code do not count."""
    return bool(g.get("wrong_code", False))


# From one address, which may be a library's: codes have 73 bits, so this only keeps machines from trying at all (A8).
wrong_voting_codes = limiter.limit("20 per 15 minutes", deduct_when=was_no_voting_code)


def was_no_card(_response: Response) -> bool:
    """Whether the number of a card was tried that counts for nobody, or for somebody else."""
    return bool(g.get("wrong_card", False))


# Numbers of cards can be guessed: a few slips of the hand, and from one address those of a whole class.
wrong_cards = limiter.limit("30 per 15 minutes", deduct_when=was_no_card)
wrong_cards_of_a_person = limiter.limit("10 per day", key_func=reader, deduct_when=was_no_card)

# Wherever they come from: what is left of guessing a code of six digits. Links of letters are not counted, and live as
# long as the limit on letters lasts, so that nobody is kept out by somebody else who asks or guesses in their name.
letters_to_a_mailbox = limiter.limit("10 per 15 minutes", key_func=mailbox)
wrong_codes_for_a_mailbox = limiter.limit("10 per 15 minutes; 40 per day", key_func=mailbox, deduct_when=was_wrong)


def init_app(app: Flask) -> None:
    """Switch the limits on. Each is of one page, which asks by itself: no other has to be asked beforehand."""
    limiter.init_app(app)
    app.before_request_funcs[None].remove(limiter._check_request_limit)  # noqa: SLF001 - it looks for limits of all pages
