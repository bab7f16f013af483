"""What a WSGI server loads."""

import sys

from config import SettingsFault
from pb_app.factory import create_app_to_serve

NOT_STARTED = 3  # gunicorn's word for: do not try again

try:
    app = create_app_to_serve()
except SettingsFault as fault:
    sys.stderr.write(f"{fault}\n")
    sys.exit(NOT_STARTED)
