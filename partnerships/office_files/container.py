"""The zip around an office file. It is read only when every reader of zips would see the same parts in it.

One reader takes the list at the end, another the parts as they come; one allows bytes before, another bytes behind. A file
that is a letter to the one is a program to the other. So the parts must fill the file from its first byte to the list, and
the list must end with the file.
"""

import re
import struct
import zlib
from collections.abc import Iterator, Mapping
from io import BytesIO
from string import ascii_lowercase, ascii_uppercase
from urllib.parse import unquote
from zipfile import ZIP_DEFLATED, ZIP_STORED, BadZipFile, ZipFile, ZipInfo

LISTED = b"PK\x01\x02"  # a line of the list of parts
LOCAL, DIRECTORY_END = struct.Struct("<4s5H3L2H"), struct.Struct("<4s4H2LH")
LISTED_SIZE, LISTED_LENGTHS = 46, struct.Struct("<3H")  # of such a line: its fixed part; of name, extra and remark
LARGE = re.compile(rb"PK\x06\x06.{52}PK\x06\x07.{16}", re.DOTALL)  # how writers for large files end the list
ENCRYPTED, SIZES_FOLLOW = 0x1, 0x8  # flags of a part
DECISIVE = ENCRYPTED | SIZES_FOLLOW
LARGE_SIZE = 0xFFFFFFFF  # stands where the number is told elsewhere
CONTENT_TYPES = "[content_types].xml"
SMALL = str.maketrans(ascii_uppercase, ascii_lowercase)
STEP = 64 * 1024
PART_NAME = re.compile(r"[\w()~+@,=!&'{}; \-.]+(/[\w()~+@,=!&'{}; \-.]+)*")


class Irregular(Exception):
    """This zip is not put together as Word, Excel and PowerPoint do it."""


class Locked(Exception):
    """A part of this zip cannot be read without a password."""


def read_parts(content: bytes, *, most: int, most_unpacked: int) -> Mapping[str, "Part"]:
    """The parts by their name in small letters, folders left out.

    ``most``, ``most_unpacked``: more parts or bytes than this are not opened at all.
    errors: ``Irregular``, also for parts with one name and sizes that are not true; ``Locked``.
    """
    if content.count(LISTED) > most:  # before the list is read: each part takes memory
        raise Irregular
    try:
        entries = ZipFile(BytesIO(content)).infolist()
    except (BadZipFile, OSError, ValueError, EOFError, LookupError, struct.error, NotImplementedError) as error:
        raise Irregular from error
    if sum(entry.file_size for entry in entries) > most_unpacked:
        raise Irregular
    if any(entry.flag_bits & ENCRYPTED for entry in entries):
        raise Locked
    _require_whole(content, entries)
    parts: dict[str, Part] = {}
    for entry in entries:
        if entry.is_dir() and not entry.file_size:
            continue
        part = Part(content, entry)
        if part.key in parts:
            raise Irregular
        parts[part.key] = part
    return parts


def small(text: str) -> str:
    """In small letters, of A to Z only: as the standard compares names of parts."""
    return text.translate(SMALL)


def key_of(name: str) -> str:
    """How a part is looked for: decoded once, in small letters. Raises ``Irregular`` for what is no name of a part."""
    plain = unquote(name)
    if small(name) == CONTENT_TYPES:
        return CONTENT_TYPES
    if not PART_NAME.fullmatch(plain) or any(piece.strip(". ") == "" for piece in plain.split("/")):
        raise Irregular
    return small(plain)


class Part:
    """One part: ``key`` to look for it, ``size`` unpacked, and its bytes, asked piece by piece or whole."""

    def __init__(self, content: bytes, entry: ZipInfo) -> None:
        self.key, self.size = key_of(entry.orig_filename), entry.file_size
        self._entry = entry
        start = _data_of(content, entry)
        self._packed = memoryview(content)[start : start + entry.compress_size]

    def pieces(self) -> Iterator[bytes]:
        """Unpacked. Raises ``Irregular`` when it is not as long as the list says, or damaged."""
        unpacked = mark = 0
        for piece in self._stored() if self._entry.compress_type == ZIP_STORED else self._inflated():
            unpacked += len(piece)
            mark = zlib.crc32(piece, mark)
            if unpacked > self.size:
                raise Irregular
            yield piece
        if (unpacked, mark) != (self.size, self._entry.CRC):
            raise Irregular

    def whole(self) -> bytes:
        """Unpacked, as one. For what is small: the caller looks at ``size`` first."""
        return b"".join(self.pieces())

    def _stored(self) -> Iterator[bytes]:
        for start in range(0, len(self._packed), STEP):
            yield bytes(self._packed[start : start + STEP])

    def _inflated(self) -> Iterator[bytes]:
        stream, waiting = zlib.decompressobj(-zlib.MAX_WBITS), bytes(self._packed)
        try:
            while not stream.eof:
                piece = stream.decompress(waiting, STEP)
                waiting = stream.unconsumed_tail
                if not piece and not waiting and not stream.eof:
                    raise Irregular
                yield piece
        except zlib.error as error:
            raise Irregular from error
        if stream.unused_data or waiting:
            raise Irregular


def _data_of(content: bytes, entry: ZipInfo) -> int:
    """Where the bytes of a part begin. Raises ``Irregular`` when what stands before them is not what the list says."""
    try:
        mark, _version, flags, method, _time, _date, _crc, packed, _size, name, extra = LOCAL.unpack_from(
            content, entry.header_offset
        )
    except struct.error as error:
        raise Irregular from error
    start: int = entry.header_offset + LOCAL.size
    named = content[start : start + name].decode("utf-8" if flags & 0x800 else "cp437", "replace")
    listed = (b"PK\x03\x04", entry.orig_filename, entry.compress_type, entry.flag_bits & DECISIVE)
    sized = bool(flags & SIZES_FOLLOW) or packed in (entry.compress_size, LARGE_SIZE)
    if (mark, named, method, flags & DECISIVE) != listed or method not in (ZIP_STORED, ZIP_DEFLATED) or not sized:
        raise Irregular
    return start + int(name) + int(extra)


def _after(content: bytes, entry: ZipInfo) -> int:
    """Where a part ends, with the sizes that may follow its bytes."""
    end = _data_of(content, entry) + entry.compress_size
    if not entry.flag_bits & SIZES_FOLLOW:
        return end
    for sizes in ("<LLL", "<LQQ"):
        told = struct.pack(sizes, entry.CRC, entry.compress_size, entry.file_size)
        for written in (b"PK\x07\x08" + told, told):
            if content.startswith(written, end):
                return end + len(written)
    return end


def _require_whole(content: bytes, entries: list[ZipInfo]) -> None:
    """No byte before, between or behind the parts and their list. Raises ``Irregular``."""
    place = 0
    for entry in sorted(entries, key=lambda one: one.header_offset):
        if entry.header_offset != place:
            raise Irregular
        place = _after(content, entry)
    directory = place
    for _entry in entries:
        if not content.startswith(LISTED, place) or place + LISTED_SIZE > len(content):
            raise Irregular
        place += LISTED_SIZE + sum(LISTED_LENGTHS.unpack_from(content, place + 28))
    if LARGE.match(content, place):
        place += 76
    end = content[place:]
    if len(end) != DIRECTORY_END.size:
        raise Irregular
    mark, *_numbers, offset, comment = DIRECTORY_END.unpack(end)
    if mark != b"PK\x05\x06" or comment or offset not in (directory, LARGE_SIZE):
        raise Irregular
