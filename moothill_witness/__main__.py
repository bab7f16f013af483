"""`python -m moothill_witness`."""

import sys

from moothill_witness.cli import main

sys.exit(main())
