"""Small things that the tests of the verifier share: checking bytes, and packing files anew."""

import io
from hashlib import sha256

from moothill_verify import archive
from moothill_verify.checks import Asked, Report, report_on
from moothill_verify.command import main
from moothill_verify.lines import Exit, ending


def verdict(data: bytes) -> Exit:
    """How checking these bytes ends."""
    return ending(report_on(Asked(data)).lines)


def said(report: Report) -> str:
    """Every line, as text."""
    return "\n".join(str(line) for line in report.lines)


def summed(files: dict[str, bytes]) -> bytes:
    """A bundle of these files, with the checksums that fit them: what a forger would hand out."""
    rest = {name: content for name, content in files.items() if name != "SHA256SUMS"}
    sums = "".join(f"{sha256(rest[name]).hexdigest()}  {name}\n" for name in sorted(rest))
    return archive.written(dict(sorted({**rest, "SHA256SUMS": sums.encode()}.items())))


def typed(*words: str, encoding: str = "utf-8") -> tuple[int, str]:
    """What the command ends with and prints on a terminal with this encoding."""
    raw = io.BytesIO()
    out = io.TextIOWrapper(raw, encoding=encoding, write_through=True)
    return main(words, out), raw.getvalue().decode(encoding)
