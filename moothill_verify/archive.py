"""Reading a bundle: a ZIP archive of which every byte is fixed, so that none can be changed without being seen.

Members are stored, not compressed, in ascending order of their names, all with the same date and rights. So there is
nothing to unpack that could grow, no name that could lead out of a folder, and no field to hide anything in: what an
archive of these members must look like is written down again here and compared byte by byte.
"""

import re
import struct
from binascii import crc32
from collections.abc import Iterator

from moothill_verify.faults import Malformed, sentence

LOCAL = struct.Struct("<4s5H3I2H")
CENTRAL = struct.Struct("<4s6H3I5H2I")
END = struct.Struct("<4s4H2IH")
MADE_BY = 3 << 8 | 20
NEEDED = 20
FIRST_OF_1980 = 0x21
RIGHTS = 0o100644 << 16
MOST_MEMBERS = 1_000
LARGEST = 2**31
"""The largest archive that is read, in bytes."""
NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,60}(?:/[A-Za-z0-9][A-Za-z0-9._-]{0,60}){0,2}")


def members(data: bytes) -> dict[str, bytes]:
    """Return the files of a bundle by name. Raises Malformed for every archive that is not exactly as it must be."""
    if len(data) > LARGEST:
        raise Malformed(sentence("The file is larger than any bundle is."))
    found: dict[str, bytes] = {}
    for name, content in _stored(data):
        _check_name(name, found)
        found[name] = content
    if not found:
        raise Malformed(sentence("This file is no bundle: it does not begin as a ZIP archive."))
    if written(found) != data:
        raise Malformed(sentence("The archive's own table does not fit its files. Take the file as it was published."))
    return found


def written(files: dict[str, bytes]) -> bytes:
    """Return the one archive that holds these files, in the order in which they are given."""
    body, table = bytearray(), bytearray()
    for name, content in files.items():
        label, place = name.encode("ascii"), len(body)
        sizes = (crc32(content), len(content), len(content))
        body += LOCAL.pack(b"PK\3\4", NEEDED, 0, 0, 0, FIRST_OF_1980, *sizes, len(label), 0) + label + content
        table += CENTRAL.pack(
            b"PK\1\2", MADE_BY, NEEDED, 0, 0, 0, FIRST_OF_1980, *sizes, len(label), 0, 0, 0, 0, RIGHTS, place
        )
        table += label
    end = END.pack(b"PK\5\6", 0, 0, len(files), len(files), len(table), len(body), 0)
    return bytes(body + table + end)


def _stored(data: bytes) -> Iterator[tuple[str, bytes]]:
    """Yield name and content of each member, in the order in which they lie in the archive."""
    place = 0
    for _ in range(MOST_MEMBERS):
        if data[place : place + 4] != b"PK\3\4":
            return
        if len(data) < place + LOCAL.size:
            raise Malformed(sentence("The archive is cut short."))
        _, _, flags, method, _, _, _, packed, size, label, extra = LOCAL.unpack_from(data, place)
        begin = place + LOCAL.size + label
        name = data[place + LOCAL.size : begin].decode("ascii", "replace")
        if flags or method or extra or packed != size:
            raise Malformed(
                sentence("%(file)s is packed in another way than a bundle's files. Take the file as it was published."),
                file=ascii(name)[1:-1],
            )
        place = begin + size
        if len(data) < place:
            raise Malformed(sentence("%(file)s is cut short."), file=ascii(name)[1:-1])
        yield name, data[begin:place]
    raise Malformed(sentence("The archive holds more files than any bundle does."))


def _check_name(name: str, before: dict[str, bytes]) -> None:
    """Refuse a name that no bundle has: one that leads elsewhere, stands twice, or is out of order."""
    if not NAME.fullmatch(name) or ".." in name:
        raise Malformed(sentence("%(file)s cannot be the name of a bundle's file."), file=ascii(name)[1:-1])
    if name in before:
        raise Malformed(sentence("%(file)s stands in the archive twice."), file=name)
    if before and name < max(before):
        raise Malformed(sentence("%(file)s does not stand in its place in the archive."), file=name)
