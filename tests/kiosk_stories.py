"""Tablets in a hall: they are enrolled, take sealed ballots and deliver them, as the page's modules do."""

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from hashlib import sha256

from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.utils import decode_dss_signature
from cryptography.hazmat.primitives.hashes import SHA256

from pb_app import kiosk
from pb_app.audit.canonical import Value
from pb_app.desk import AtDesk
from pb_app.kiosk import CURVE, Envelope
from pb_app.services import kiosk_deliveries, kiosk_openings, kiosks, stations
from pb_app.services.kiosk_deliveries import Receipt
from pb_app.services.kiosks import Slip
from tests.paper_stories import BORN, Station
from tests.world import POSTCODE


@dataclass
class Tablet:
    """A tablet that was enrolled at a station, with what it has sealed so far."""

    station: Station
    id: int
    key: ec.EllipticCurvePrivateKey
    sealed: dict[bytes, Envelope] = field(default_factory=dict)
    ended: int | None = None

    def take(self, slip: Slip | str, marks: Value, secret: bytes | None = None) -> Envelope:
        """Seal a ballot that somebody cast with this slip."""
        code = slip if isinstance(slip, str) else slip.code
        made = envelope(self.station, code, marks, secret or sha256(code.encode()).digest()[:16])
        self.sealed[made.digest] = made
        return made

    def told(self, envelopes: Iterable[Envelope]) -> bytes:
        """What it says of itself when it brings these."""
        said = {
            "device": self.id,
            "digests": [one.digest.hex() for one in envelopes],
            "count": len(self.sealed),
            "total": kiosk.total_of(self.sealed).hex(),
            "ended": self.ended,
        }
        return json.dumps(said).encode()

    def deliver(self, envelopes: Sequence[Envelope] | None = None) -> Receipt:
        """Bring these, or all that it has sealed."""
        brought = list(self.sealed.values()) if envelopes is None else list(envelopes)
        told = self.told(brought)
        sent = [{"slip": one.slip.hex(), "sealed": one.sealed.hex()} for one in brought]
        with self.station.voting.acting(None) as uow:
            return kiosk_deliveries.receive_envelopes(uow, told, self.sign(told), sent)

    def sign(self, told: bytes) -> bytes:
        """Sign as browsers do."""
        r, s = decode_dss_signature(self.key.sign(told, ec.ECDSA(SHA256())))
        return r.to_bytes(32, "big") + s.to_bytes(32, "big")

    def end(self) -> "Tablet":
        """Take no more ballots from now on."""
        with self.station.voting.system() as uow:
            self.ended = int(uow.now().timestamp())
        return self


def tablet(found: Station, name: str = "Tablet 1") -> Tablet:
    """A tablet of a station, enrolled."""
    with found.voting.acting("officer") as uow:
        closes_at = uow.now() + timedelta(hours=3)
        invited = kiosks.invite_kiosk(uow, found.id, name, closes_at)
    key = ec.generate_private_key(CURVE)
    with found.voting.acting(None) as uow:
        kiosks.try_pin(uow, invited.code)
        kiosks.enrol_kiosk(uow, invited.code, invited.pin, kiosk.public_point(key))
    return Tablet(found, invited.kiosk_id, key)


def slips(found: Station, ordinary: int = 0, provisional: int = 0) -> list[Slip]:
    """Slips of a station."""
    with found.voting.acting("officer") as uow:
        return kiosks.make_slips(uow, found.id, ordinary, provisional)


def identity(name: str) -> str:
    """Who has no account and is called so."""
    return AtDesk(name=name, born=BORN).identity()


def hand_out(found: Station, name: str) -> None:
    """Put somebody on the roll, and mark them as voting at a kiosk."""
    with found.voting.acting("officer") as uow:
        stations.claim_at_desk(uow, found.id, AtDesk(name=name, born=BORN), POSTCODE)
        kiosks.hand_out_slip(uow, found.id, identity(name))


def settle(found: Station, number: int, who: str, postcode: str = POSTCODE) -> str:
    """Put somebody on the roll, and settle the provisional slip that they had; its state."""
    with found.voting.acting("officer") as uow:
        kiosks.claim_for_slip(uow, found.id, who, postcode)
        return kiosks.settle_slip(uow, found.id, number, who).value


def open_all(found: Station, who: str = "officer") -> tuple[int, int, int, int]:
    """Open what the kiosks delivered: received, ballots, invalid, held."""
    with found.voting.acting(who) as uow:
        row = kiosk_openings.open_kiosks(uow, found.voting.poll_no)
        return row.received, row.ballots, row.invalid, row.held


def envelope(found: Station, code: str, marks: Value, secret: bytes) -> Envelope:
    """A sealed ballot, as the page seals it."""
    poll_id = found.voting.poll_id
    slip = kiosk.slip_hash(poll_id, code)
    public = kiosk.private_key(found.voting.parts.keys.kiosk_key(poll_id)).public_key()
    plain = json.dumps({"b": marks, "s": secret.hex()}).encode().ljust(1024)
    return Envelope(slip, kiosk.SUITE.encrypt(plain, public, kiosk.sealing_context(poll_id, slip)))
