"""The keys of an installation: read from files only the service can read, never in the database (settled.md 15)."""

import os
import secrets
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Self
from uuid import UUID

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from config import Settings, SettingsFault

KEY_BYTES = 32


@dataclass(frozen=True, slots=True)
class Keys:
    """The session key, the log's and the receipts' signing keys, and the folder of roll keys."""

    session: bytes
    log: Ed25519PrivateKey
    receipt: Ed25519PrivateKey
    log_origin: str
    rolls: Path
    random: Callable[[int], bytes] = secrets.token_bytes

    @classmethod
    def load(cls, settings: Settings) -> Self:
        """Read the keys; in development make those that are missing, in production raise SettingsFault."""
        read = {name: _read(settings.key_file(name), settings) for name in ("session", "log", "receipt")}
        return cls(
            session=read["session"],
            log=Ed25519PrivateKey.from_private_bytes(read["log"]),
            receipt=Ed25519PrivateKey.from_private_bytes(read["receipt"]),
            log_origin=settings.log_origin,
            rolls=settings.roll_keys,
        )

    def make_roll_key(self, poll: UUID) -> bytes:
        """Make the key under which a poll's roll hashes people; it lies in a file of its own."""
        return _write(self._roll_file(poll), self.random(KEY_BYTES))

    def make_kiosk_key(self, poll: UUID) -> bytes:
        """Make the seed of the key by which what a poll's kiosks deliver is opened; who comes second finds it made."""
        return _write(self._kiosk_file(poll), self.random(KEY_BYTES))

    def kiosk_key(self, poll: UUID) -> bytes:
        """The seed of that key; FileNotFoundError once it has been destroyed."""
        return bytes.fromhex(self._kiosk_file(poll).read_text("ascii").strip())

    def destroy_kiosk_key(self, poll: UUID) -> None:
        """Take that key away for good: what a kiosk still holds can then be read by nobody."""
        self._kiosk_file(poll).unlink(missing_ok=True)

    def roll_key(self, poll: UUID) -> bytes:
        """The roll key of a poll; FileNotFoundError once it has been destroyed, or is about to be."""
        with self._roll_file(poll).open("rb", buffering=0) as file:  # read for every vote
            key = bytes.fromhex(file.read().decode("ascii"))
        if not key:
            raise FileNotFoundError(self._roll_file(poll))
        return key

    def has_roll_key(self, poll: UUID) -> bool:
        """Whether the file of a roll key is still there, be it empty."""
        return self._roll_file(poll).exists()

    def empty_roll_key(self, poll: UUID) -> None:
        """Overwrite the roll key of a poll and leave its file empty; `destroy_roll_key` takes the file away."""
        with self._roll_file(poll).open("r+b") as file:
            file.write(b"0" * 2 * KEY_BYTES)
            file.flush()
            os.fsync(file.fileno())
            file.truncate(0)
            os.fsync(file.fileno())

    def destroy_roll_key(self, poll: UUID) -> None:
        """Take the roll key of a poll away for good: nobody can then be looked up on its roll."""
        self._roll_file(poll).unlink(missing_ok=True)

    def _kiosk_file(self, poll: UUID) -> Path:
        return self.rolls / f"{poll}.kiosk.key"

    def _roll_file(self, poll: UUID) -> Path:
        return self.rolls / f"{poll}.key"


def next_key(path: Path) -> Ed25519PrivateKey:
    """The key that is to follow the one in this file: made beside it, or found there if it was made before."""
    beside = _beside(path)
    if not beside.exists():
        _write(beside, secrets.token_bytes(KEY_BYTES))
    return Ed25519PrivateKey.from_private_bytes(bytes.fromhex(beside.read_text("ascii").strip()))


def install_next_key(path: Path) -> None:
    """Put the key that was made beside this file in its place; the one before it is gone."""
    _beside(path).replace(path)


def _beside(path: Path) -> Path:
    return path.with_name(f"{path.name}.next")


def _read(path: Path, settings: Settings) -> bytes:
    if not path.exists():
        if not settings.in_development:
            raise SettingsFault(f"The key file {path} is missing. Put it back, or set its PB_..._FILE to where it is.")
        _write(path, secrets.token_bytes(KEY_BYTES))
    try:
        key = bytes.fromhex(path.read_text("ascii").strip())
    except ValueError:
        key = b""
    if len(key) != KEY_BYTES:
        raise SettingsFault(f"The key file {path} does not hold 64 hexadecimal digits. Put the right file there.")
    return key


def _write(path: Path, key: bytes) -> bytes:
    """Write a key for the service's eyes alone. Who comes second keeps the first one's key."""
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    try:
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        return bytes.fromhex(path.read_text("ascii").strip())
    with os.fdopen(handle, "w", encoding="ascii") as file:
        file.write(key.hex() + "\n")
        file.flush()
        os.fsync(file.fileno())
    return key
