"""Python's search for objects that hold each other in circles, which costs much where very many are made."""

import gc
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def no_circles() -> Iterator[None]:
    """Do not search within this block, which makes no circles; afterwards search as before, whatever happened.

    Whoever found the search at work sets it going again. So where several threads do this at once, it goes on once the
    first of them is done, and it never stays off.
    """
    searching = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if searching:
            gc.enable()
