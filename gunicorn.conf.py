"""How a serving process runs: threads for pages and live rooms, or gevent for rooms; no request log, a quick stop."""

import os
import warnings

IS_GEVENT = os.environ.get("PB_ASYNC_MODE") == "gevent"
if IS_GEVENT:  # before anything else is imported: locks, sockets and psycopg then wait in turn with all others
    from gevent import monkey

    monkey.patch_all(os=False, signal=False)  # those two in the workers alone: the master must see when one dies
    warnings.filterwarnings("ignore", category=monkey.MonkeyPatchWarning)  # that it was begun here

import gc
import signal
import time
from _thread import start_new_thread

from gunicorn.arbiter import Arbiter
from gunicorn.workers.base import Worker

from pb_app import background

MOST_LINES = os.environ.get("PB_MOST_LINES", "")
FOR_PAGES = 80  # however many are live in rooms

wsgi_app = "wsgi:app"
bind = f"127.0.0.1:{os.environ.get('PORT', '5000')}"
worker_class = "gevent" if IS_GEVENT else "gthread"
workers = 1  # one writer queue on SQLite, and every room in one place
threads = FOR_PAGES + (int(MOST_LINES) if MOST_LINES.isdigit() else 200)
# made as they are needed: an open room holds one for as long as it is open
worker_connections = 1000 + threads  # lines that are held open between two requests, or under gevent all there are
timeout = 60
graceful_timeout = 3  # seconds; an open room never ends of itself
keepalive = 5
limit_request_line = 4094
forwarder_headers = ""  # no request says under which address the service lives
accesslog = None  # a line a request would tie a person to the moment of a ballot
loglevel = "warning"
control_socket_disable = True


def post_worker_init(worker: Worker) -> None:
    """Begin what the service does by itself, make Ctrl-C end the worker, and tell the person where to look."""
    gc.collect()
    gc.freeze()  # what was loaded stays; looking through it again and again would cost a tenth of every answer
    gc.set_threshold(20_000, 20, 20)
    background.start_in(worker.wsgi)
    for sent in (signal.SIGINT, signal.SIGQUIT):
        signal.signal(sent, lambda _number, _frame: end_soon(worker))
    print(f"Moothill is at http://{bind} (Ctrl-C stops it)", flush=True)  # noqa: T201 - said to the terminal


def worker_exit(_server: Arbiter, worker: Worker) -> None:
    """End the worker after its time of grace; the master calls this too, and is left alone."""
    if os.getpid() == worker.pid and worker.booted:
        end(worker)


def end_soon(worker: Worker) -> None:
    """End the worker; under gevent a signal may come where nothing can wait, so it is done beside."""
    if IS_GEVENT:
        start_new_thread(end, (worker,))
    else:
        end(worker)


def end(worker: Worker) -> None:
    """End the worker without waiting for the threads of open rooms; answers under way get half a second."""
    for again in (signal.SIGINT, signal.SIGQUIT, signal.SIGTERM):
        signal.signal(again, signal.SIG_IGN)  # Ctrl-C reaches a worker twice: from the terminal and from its master
    background.stop_in(worker.wsgi)
    time.sleep(0.5)
    os._exit(0)
