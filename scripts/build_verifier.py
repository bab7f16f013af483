"""Write `moothill-verify.pyz`, the verifier as one file: `python -m scripts.build_verifier [FOLDER]`."""

import sys
from hashlib import sha256
from pathlib import Path

from pb_app.exports.verifier import verifier_file

NAME = "moothill-verify.pyz"


def main(folder: Path) -> None:
    """Write the file and print its checksum."""
    data = verifier_file()
    folder.mkdir(parents=True, exist_ok=True)
    (folder / NAME).write_bytes(data)
    (folder / NAME).chmod(0o755)
    print(f"{sha256(data).hexdigest()}  {folder / NAME}")


if __name__ == "__main__":
    main(Path(sys.argv[1]) if sys.argv[1:] else Path("dist"))
