"""`python -m moothill_verify FILE.zip`."""

from moothill_verify.command import run

run()
