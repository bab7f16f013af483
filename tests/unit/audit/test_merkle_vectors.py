"""The 196 published proofs, good and malformed, are taken and refused as their makers say."""

import json
import os
from base64 import b64decode
from pathlib import Path
from typing import Any

import pytest

from pb_app.audit.merkle import WrongProof, verify_consistency, verify_inclusion

FOLDER = Path(os.environ.get("MOOTHILL_DATA") or Path(__file__).parents[4] / "shared" / "data") / "rfc6962"


def vectors(name: str) -> list[dict[str, Any]]:
    """Return the vectors of one file; without the file the test fails in CI and is passed over elsewhere."""
    file = FOLDER / name
    if not file.exists():
        absent = pytest.fail if os.environ.get("CI") == "true" else pytest.skip
        absent(f"The proof vectors are not there: MOOTHILL_DATA should name the folder that holds rfc6962/{name}.")
    return [json.loads(line) for line in file.read_text(encoding="utf-8").splitlines()]


def test_the_published_inclusion_proofs_are_judged_as_published() -> None:
    judged = [(vector["name"], refused(includes, vector)) for vector in vectors("inclusion.jsonl")]
    assert len(judged) == 98
    assert judged == [(vector["name"], vector["wantErr"]) for vector in vectors("inclusion.jsonl")]


def test_the_published_consistency_proofs_are_judged_as_published() -> None:
    judged = [(vector["name"], refused(grows, vector)) for vector in vectors("consistency.jsonl")]
    assert len(judged) == 98
    assert judged == [(vector["name"], vector["wantErr"]) for vector in vectors("consistency.jsonl")]


def refused(check: Any, vector: dict[str, Any]) -> bool:
    proof = [b64decode(one) for one in vector["proof"] or ()]
    try:
        check(vector, proof)
    except WrongProof:
        return True
    return False


def includes(vector: dict[str, Any], proof: list[bytes]) -> None:
    leaf, tree_root = b64decode(vector["leafHash"] or ""), b64decode(vector["root"] or "")
    verify_inclusion(vector["leafIdx"], vector["treeSize"], leaf, proof, tree_root)


def grows(vector: dict[str, Any], proof: list[bytes]) -> None:
    old_root, tree_root = b64decode(vector["root1"] or ""), b64decode(vector["root2"] or "")
    verify_consistency(vector["size1"], vector["size2"], old_root, tree_root, proof)
