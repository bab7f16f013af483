"""Partners with programs of their own that witness the log, asked without a network."""

from collections.abc import Callable
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from sqlalchemy import select

from moothill_witness.keys import Signer, read_log_key
from moothill_witness.records import Records
from moothill_witness.witness import Witness as Program
from pb_app.audit.note import verifier_key
from pb_app.cosigning import Answer
from pb_app.models.partnerships import Partner, PartnerKind
from pb_app.models.witnesses import Trouble, Witness
from pb_app.queries import witnesses as queries
from pb_app.services import partnerships, witnesses
from pb_app.unit_of_work import UnitOfWork

UowOf = Callable[[str | None], UnitOfWork]
TIME = 1_795_000_000


class Partners:
    """Programs of partners, each under its address, asked without a network."""

    def __init__(self, folder: Path, uow: UnitOfWork) -> None:
        self.folder = folder
        self.log = read_log_key(str(verifier_key(uow.keys.log_origin, uow.keys.log)))
        self.programs: dict[str, Program] = {}
        self.asked = 0

    def program(self, name: str, memory: str = "") -> Program:
        """A program with a key of its own; with another memory it is as new."""
        signer = Signer(name, Ed25519PrivateKey.from_private_bytes(name.encode().ljust(32)[:32]))
        made = Program(signer, lambda: (self.log,), Records(self.folder / f"{name}{memory}.sqlite3"), lambda: TIME)
        self.programs[f"https://{name}"] = made
        return made

    def ask(self, url: str, request: bytes) -> Answer:
        self.asked += 1
        if url not in self.programs:
            return Answer(0)
        answer = self.programs[url].add_checkpoint(request)
        return Answer(answer.status, answer.body)


def partner_id(uow: UnitOfWork, kind: PartnerKind) -> int:
    return uow.session.scalars(select(Partner.id).where(Partner.kind == kind).order_by(Partner.id)).first() or 0


def added(uow_of: UowOf, partners: Partners, name: str, kind: PartnerKind) -> Witness:
    """A witness of the first partner of this kind, which is added if there is none."""
    officer = uow_of("officer")
    number = partner_id(officer, kind) or partnerships.add_partner(uow_of("administrator"), "lorn", name, kind).id
    key = str(partners.program(name).signer.public)
    return witnesses.add_witness(officer, "lorn", number, key, f"https://{name}")


def state_of(uow: UnitOfWork, witness: Witness) -> tuple[Trouble | None, int, int]:
    uow.session.rollback()
    stored = uow.session.get_one(Witness, witness.id, populate_existing=True)
    return stored.trouble, stored.size, queries.cosigned_size(uow.session, witness.id)
