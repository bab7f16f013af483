"""What this software is made of: names, versions and licences, read from what is installed."""

import json
from dataclasses import dataclass
from functools import cache
from importlib.metadata import PackageNotFoundError, metadata
from pathlib import Path
from re import MULTILINE, findall

CLASSIFIER = "License :: OSI Approved :: "
LONGEST = 60


@dataclass(frozen=True, slots=True)
class Component:
    """A package by its own name, the version that is used here, and its licence as it names it."""

    name: str
    version: str
    licence: str


@cache
def built_packages(static: Path) -> tuple[Component, ...]:
    """What the pages are drawn with in the browser; none before the front-end packages are built."""
    manifest = static / "vendor" / "manifest.json"
    if not manifest.exists():
        return ()
    assets = json.loads(manifest.read_text("utf-8"))["assets"].values()
    return tuple(sorted({Component(one["package"], one["version"], one["licence"]) for one in assets}, key=_by_name))


@cache
def python_packages(requirements: Path) -> tuple[Component, ...]:
    """What the server stands on: the named requirements that are installed."""
    names = findall(r"^[a-z0-9-]+", requirements.read_text("utf-8"), MULTILINE)
    found = (_installed(name) for name in names)
    return tuple(sorted((one for one in found if one is not None), key=_by_name))


def _installed(name: str) -> Component | None:
    try:
        told = metadata(name)
    except PackageNotFoundError:
        return None
    classified = [line.removeprefix(CLASSIFIER) for line in told.get_all("Classifier", []) if CLASSIFIER in line]
    said = [*told.get_all("License-Expression", []), *classified, *told.get_all("License", [])]
    licence = next((one for one in said if one and len(one) <= LONGEST), "")
    return Component(told["Name"], told["Version"], licence)


def _by_name(one: Component) -> str:
    return one.name.lower()
