"""The sentences of counts have one plural to each singular, since catalogues find them by the singular alone."""

import ast
from pathlib import Path

BALLOTS = Path(__file__).resolve().parents[3] / "ballots"


def pairs() -> set[tuple[str, str]]:
    """Every singular and plural that the library marks for translation."""
    calls = (node for path in BALLOTS.rglob("*.py") for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))))
    marked = (node for node in calls if isinstance(node, ast.Call) and getattr(node.func, "id", "") == "sentences")
    return {tuple(ast.literal_eval(words) for words in node.args) for node in marked}


def test_no_two_sentences_share_a_singular() -> None:
    singulars = [singular for singular, _ in pairs()]
    assert len(singulars) > 20
    assert sorted(singulars) == sorted(set(singulars))
