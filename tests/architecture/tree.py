"""The files of this repository as the rules see them: what git holds or would take, with their syntax trees."""

import ast
import subprocess
from collections.abc import Iterator
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent
APPLICATION = ("pb_app/", "config.py", "wsgi.py")

Function = ast.FunctionDef | ast.AsyncFunctionDef


@cache
def files() -> tuple[str, ...]:
    """Return the path of every file git holds or would take, sorted."""
    command = ["git", "ls-files", "--cached", "--others", "--exclude-standard", "-z"]
    listed = subprocess.run(command, cwd=ROOT, check=True, capture_output=True, text=True).stdout.split("\0")
    return tuple(sorted({name for name in listed if name and (ROOT / name).is_file()}))


def ending(*ends: str, under: tuple[str, ...] = ("",)) -> list[str]:
    """Return the paths with one of these endings under one of these beginnings."""
    return [name for name in files() if name.endswith(ends) and name.startswith(under)]


@cache
def text(name: str) -> str:
    """Return the words of a file."""
    return (ROOT / name).read_text(encoding="utf-8")


@cache
def syntax(name: str) -> ast.Module:
    """Return the syntax tree of a Python file."""
    return ast.parse(text(name), name)


def python(under: tuple[str, ...] = ("",)) -> list[str]:
    """Return the Python files that people wrote; written migrations are theirs too."""
    return ending(".py", under=under)


def functions(name: str) -> Iterator[Function]:
    """Yield every function and method of a file."""
    return (node for node in ast.walk(syntax(name)) if isinstance(node, Function))


def calls(name: str) -> Iterator[tuple[str, str, int]]:
    """Yield every call of a file as (what it is called on, its name, its line); a plain call is called on nothing."""
    for node in ast.walk(syntax(name)):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
            yield ast.unparse(node.func.value), node.func.attr, node.lineno
        elif isinstance(node, ast.Call) and isinstance(node.func, ast.Name):
            yield "", node.func.id, node.lineno
