"""Loads the modules of `ballots` with every fault in them, and knows which fault is on and which were reached."""

import builtins
import sys
from collections.abc import Sequence
from importlib.abc import MetaPathFinder
from importlib.machinery import ModuleSpec, PathFinder, SourceFileLoader
from pathlib import Path
from types import CodeType, ModuleType

from tests.mutation.sites import SWITCH, Mutant, Planting

ROOT = Path(__file__).resolve().parents[2]
PACKAGE = "ballots"


class Faults:
    """All faults of the loaded modules; `active` is the number of the one that is on, 0 for none."""

    def __init__(self) -> None:
        self.mutants: list[Mutant] = []
        self.active = 0
        self.reached: set[int] = set()

    def switch(self, number: int) -> bool:
        """Say whether a fault is on, and note that it was reached."""
        self.reached.add(number)
        return number == self.active

    def turn_on(self, number: int) -> None:
        """Turn one fault on for the rest of this process, by the quickest switch there is."""
        self.active = number
        setattr(builtins, SWITCH, number.__eq__)

    def plant(self, path: str, source: str) -> CodeType:
        """Compile a module with its faults."""
        planting = Planting(str(Path(path).relative_to(ROOT)), len(self.mutants) + 1)
        tree = planting.planted(source)
        self.mutants += planting.mutants
        return compile(tree, path, "exec", dont_inherit=True)


class _Loader(SourceFileLoader):
    faults: Faults

    def get_code(self, fullname: str) -> CodeType:
        """Compile from the source, never from a cached file."""
        path = self.get_filename(fullname)
        return self.faults.plant(path, self.get_data(path).decode())


class _Finder(MetaPathFinder):
    def __init__(self, faults: Faults) -> None:
        self.faults = faults

    def find_spec(
        self, fullname: str, path: Sequence[str] | None, target: ModuleType | None = None
    ) -> ModuleSpec | None:
        """Find modules of the package, to be loaded with faults."""
        if fullname.partition(".")[0] != PACKAGE:
            return None
        spec = PathFinder.find_spec(fullname, path, target)
        if spec and isinstance(spec.loader, SourceFileLoader):
            loader = _Loader(spec.loader.name, spec.loader.path)
            loader.faults = self.faults
            spec.loader = loader
        return spec


def installed() -> Faults:
    """From now on load the package with its faults; nothing of it may have been imported before."""
    assert PACKAGE not in sys.modules  # it would be loaded without faults
    faults = Faults()
    setattr(builtins, SWITCH, faults.switch)
    sys.meta_path.insert(0, _Finder(faults))
    return faults
