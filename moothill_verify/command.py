"""The command: reads the files, prints a line for each check, writes the page to print, and ends with a number."""

import sys
from argparse import ArgumentParser, Namespace
from collections.abc import Sequence
from pathlib import Path
from typing import TextIO

from moothill_verify.checks import Asked, Report, report_on
from moothill_verify.faults import sentence
from moothill_verify.html import page
from moothill_verify.lines import Exit, ending
from moothill_verify.voice import LANGUAGES, Voice

WHY_UNREAD = sentence("%(file)s cannot be read: %(why)s")
ENDINGS = {
    Exit.FITS: sentence("Everything fits."),
    Exit.DOES_NOT_FIT: sentence("SOMETHING DOES NOT FIT. Keep the file and tell the auditor."),
    Exit.MALFORMED: sentence(
        "THE BUNDLE CANNOT BE READ as it was published. Fetch it again; if that is no help, tell the auditor."
    ),
    Exit.NO_QUORUM: sentence("Everything fits, but TOO FEW WITNESSES stand for it."),
}


def main(words: Sequence[str], out: TextIO) -> int:
    """Check what the words of the command name; return 0 if all fits, 1 if not, 2 if unreadable, 3 without quorum."""
    given = _parser().parse_args(words)
    voice = Voice(given.language, plain=not _can_show(out, "✓✗–"))
    try:
        asked = _asked(given)
    except OSError as error:
        why = {"file": error.filename, "why": error.strerror}
        print(_shown(voice.say(WHY_UNREAD, why), out), file=out)
        return Exit.MALFORMED
    report = report_on(asked)
    for line in report.lines:
        print(_shown(voice.line(line), out), file=out)
    ended = ending(report.lines)
    print(_shown("\n" + voice.say(ENDINGS[ended], {}), out), file=out)
    if given.html:
        return max(ended, _write(given.html, report, voice, ended, out))
    return ended


def _parser() -> ArgumentParser:
    parser = ArgumentParser(prog="moothill-verify", description="Check a recount bundle on a machine of your own.")
    parser.add_argument("bundle", type=Path, metavar="FILE.zip", help="the bundle as it was published")
    parser.add_argument("--policy", type=Path, metavar="FILE", help="whose signatures you ask for (C2SP tlog-policy)")
    parser.add_argument("--since", type=Path, metavar="FILE", help="an older checkpoint that the log must begin with")
    parser.add_argument("--receipt", type=Path, metavar="FILE", help="a receipt whose ballot must be in the box")
    parser.add_argument("--code", default="", help="a tracking code whose ballot must be in the box")
    parser.add_argument("--secret", default="", metavar="HEX", help="the secret that opens your own ballot")
    parser.add_argument("--html", type=Path, metavar="FILE", help="write the report as a page to print")
    parser.add_argument("--language", choices=LANGUAGES, default=LANGUAGES[0], help="en or gd (Gàidhlig)")
    return parser


def _asked(given: Namespace) -> Asked:
    """Read every file that is named. Raises OSError."""
    beside = {name: getattr(given, name) for name in ("policy", "since", "receipt")}
    read = {name: (path.read_bytes(), path.name) if path else None for name, path in beside.items()}
    return Asked(given.bundle.read_bytes(), **read, code=given.code, secret=given.secret)


def _write(path: Path, report: Report, voice: Voice, ended: Exit, out: TextIO) -> Exit:
    try:
        path.write_text(page(report, voice, voice.say(ENDINGS[ended], {})), encoding="utf-8")
    except OSError as error:
        print(_shown(voice.say(WHY_UNREAD, {"file": str(path), "why": error.strerror}), out), file=out)
        return Exit.MALFORMED
    return Exit.FITS


def _can_show(out: TextIO, signs: str) -> bool:
    try:
        signs.encode(out.encoding or "ascii")
    except (UnicodeEncodeError, LookupError):
        return False
    return True


def _shown(text: str, out: TextIO) -> str:
    """Return a text as the terminal can show it."""
    encoding = out.encoding or "ascii"
    return text.encode(encoding, "replace").decode(encoding)


def run() -> None:
    """Run the command from the words that were typed."""
    sys.exit(main(sys.argv[1:], sys.stdout))
