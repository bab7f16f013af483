"""`moothill-verify` as one file that Python runs: made from its sources, the same bytes every time."""

import io
import zipfile
from pathlib import Path

SOURCES = Path(__file__).resolve().parents[2] / "moothill_verify"
SHEBANG = b"#!/usr/bin/env python3\n"
MAIN = b"from moothill_verify.command import run\n\nrun()\n"
BEFORE_TIME = (1980, 1, 1, 0, 0, 0)


def verifier_file() -> bytes:
    """The program with everything it needs but Python and `cryptography` (zipapp, PEP 441)."""
    files = {path.relative_to(SOURCES.parent).as_posix(): path.read_bytes() for path in SOURCES.rglob("*.py")}
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_STORED) as archive:
        for name, content in sorted({**files, "__main__.py": MAIN}.items()):
            archive.writestr(zipfile.ZipInfo(name, BEFORE_TIME), content)
    return SHEBANG + packed.getvalue()
