"""No secret, no path of one machine and no registry's address is committed."""

import json
import re

from tests.architecture import tree

LOCKS = ("requirements.lock", "requirements-dev.lock", "requirements-node.lock", "requirements-oracle.lock")
HOSTS = re.compile(r"https?://|index-url|find-links|files\.pythonhosted|registry\.", re.IGNORECASE)
HOMES = re.compile(r"/(?:home|Users|root|work)/[A-Za-z]|C:\\\\Users")
KEYS = re.compile(
    r"-----BEGIN [A-Z ]*PRIVATE KEY-----|PRIVATE\+KEY\+[A-Za-z]|\bAKIA[0-9A-Z]{16}\b|\bgh[pousr]_[A-Za-z0-9]{36}"
)
PICTURES = (".png", ".ico", ".woff2", ".jpg", ".gif", ".mo")
PUBLISHED = ("tests/unit/audit/test_note.py",)  # the key of the standard's own example
THIS = "tests/architecture/test_nothing_private.py"


def written() -> list[str]:
    return [name for name in tree.files() if not name.endswith(PICTURES) and name != THIS]


def test_python_lock_files_carry_hashes_and_no_address() -> None:
    for name in LOCKS:
        assert "--hash=sha256:" in tree.text(name), name
        assert HOSTS.search(tree.text(name)) is None, name


def test_every_locked_package_is_pinned_to_one_version_with_a_hash() -> None:
    for name in LOCKS:
        entries = re.split(r"\n(?=[a-z0-9])", tree.text(name).strip())
        loose = [entry.splitlines()[0] for entry in entries if "==" not in entry or "--hash=sha256:" not in entry]
        assert loose == [], name


def test_what_the_tests_install_holds_what_is_served() -> None:
    served, tested = (set(re.findall(r"^[a-z0-9.-]+==\S+", tree.text(name), re.MULTILINE)) for name in LOCKS[:2])
    assert served <= tested


def test_every_named_requirement_is_locked() -> None:
    names = re.findall(r"^[a-z0-9-]+", tree.text("requirements.txt"), re.MULTILINE)
    locked = set(re.findall(r"^([a-z0-9.-]+)==", tree.text("requirements.lock"), re.MULTILINE))
    assert set(names) <= locked


def test_the_npm_lock_file_names_no_host_and_has_integrity_hashes() -> None:
    packages = json.loads(tree.text("package-lock.json"))["packages"]
    assert [path for path, entry in packages.items() if "resolved" in entry] == []
    assert [path for path, entry in packages.items() if path and "integrity" not in entry] == []
    assert "omit-lockfile-registry-resolved=true" in tree.text(".npmrc")


def test_no_file_holds_a_key() -> None:
    assert [name for name in written() if name not in PUBLISHED and KEYS.search(tree.text(name))] == []


def test_no_file_names_a_place_on_one_machine() -> None:
    found = [name for name in written() if name.endswith((".lock", ".json")) is False and HOMES.search(tree.text(name))]
    assert found == []


def test_what_is_made_on_one_machine_is_ignored() -> None:
    made = ("instance/", ".venv/", "node_modules/", "static/vendor/")
    assert [name for name in tree.files() if name.startswith(made) or name.endswith((".mo", ".key", ".sqlite3"))] == []
