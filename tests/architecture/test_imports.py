"""Imports stand at the top of a file and point down through the layers."""

import ast
import subprocess
import sys
import tomllib

from tests.architecture import tree


def imports_inside_functions(name: str) -> list[str]:
    return [
        f"{name}:{node.lineno}"
        for function in tree.functions(name)
        for node in ast.walk(function)
        if isinstance(node, ast.Import | ast.ImportFrom)
    ]


def test_no_function_imports() -> None:
    assert [found for name in tree.python() for found in imports_inside_functions(name)] == []


def test_nothing_but_the_name_of_the_application_is_imported_by_its_text() -> None:
    found = {
        name for name in tree.python(tree.APPLICATION) for _, called, _ in tree.calls(name) if called == "import_module"
    }
    assert found <= {"pb_app/__init__.py"}


def test_the_contracts_between_the_layers_hold() -> None:
    """In a process of its own: the tool switches off the loggers of the process it runs in."""
    command = (
        "import sys; from importlinter.cli import lint_imports; sys.exit(lint_imports(no_cache=True, no_logo=True))"
    )
    told = subprocess.run([sys.executable, "-c", command], cwd=tree.ROOT, capture_output=True, text=True, check=False)
    assert told.returncode == 0, told.stdout


def test_every_part_of_the_application_has_its_layer() -> None:
    contracts = tomllib.loads(tree.text("pyproject.toml"))["tool"]["importlinter"]["contracts"]
    (layered,) = (contract["layers"] for contract in contracts if contract["type"] == "layers")
    placed = {module.strip(" ()").split(".")[1] for layer in layered for module in layer.split("|")}
    parts = {name.split("/")[1].removesuffix(".py") for name in tree.python(("pb_app/",))} - {"__init__"}
    assert parts - placed == set()


def test_no_use_case_imports_another() -> None:
    services = tree.python(("pb_app/services/",))
    found = [
        f"{name}:{node.lineno}"
        for name in services
        for node in ast.walk(tree.syntax(name))
        if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("pb_app.services")
    ]
    assert found == []
