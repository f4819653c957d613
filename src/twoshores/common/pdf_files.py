"""PDF files from outside: what is refused in them. Nothing is drawn or run to find out.

A PDF may carry programs, commands to start others, files within, and what is done on opening.
Names of such actions may be written with escapes ("/J#61vaScript") and may stand in packed
streams of objects; both are undone before they are looked for (ISO 32000-1, 7.3.5, 7.5.7, 12.6).
"""

import re
import zlib

from django.utils.translation import gettext as _

MAX_UNPACKED = 50_000_000  # bytes of all packed streams together
MAX_STREAMS = 20_000
_ESCAPED = re.compile(rb"#([0-9A-Fa-f]{2})")
_NAME = re.compile(rb"/[^\s/<>\[\](){}%]+")
_STREAM = re.compile(rb"stream\r?\n")
REFUSED = frozenset(
    {b"/JavaScript", b"/JS", b"/Launch", b"/ImportData", b"/SubmitForm", b"/RichMedia", b"/XFA"}
    | {b"/EmbeddedFile", b"/EmbeddedFiles", b"/GoToE", b"/Movie", b"/Rendition"}
)


def check_pdf(data: bytes) -> None:
    """Refuse programs, commands, files within, and what cannot be looked into.

    Raises ValueError with words for the person whose file it is.
    """
    found = _names(_outside_streams(data))
    if b"/Encrypt" in found:
        raise ValueError(_("This PDF is locked with a password. Save it without one."))
    for unpacked in _object_streams(data):
        found |= _names(unpacked)
    if found & REFUSED:
        raise ValueError(
            _(
                "This PDF holds a program, a command or another file within. Print it into a new "
                "PDF and send that."
            )
        )


def _names(data: bytes) -> set[bytes]:
    return {
        _ESCAPED.sub(lambda code: bytes([int(code[1], 16)]), name) for name in _NAME.findall(data)
    }


def _outside_streams(data: bytes) -> bytes:
    """Without the bytes of streams: those of pictures and fonts look like anything by chance."""
    parts, place = [], 0
    for begin in _STREAM.finditer(data):
        if begin.start() < place:
            continue
        end = data.find(b"endstream", begin.end())
        if end < 0:
            break
        parts.append(data[place : begin.start()])
        place = end
    parts.append(data[place:])
    return b"\n".join(parts)


def _object_streams(data: bytes) -> list[bytes]:
    """What stands in packed streams of objects, unpacked within limits."""
    found, left = [], MAX_UNPACKED
    for number, begin in enumerate(_STREAM.finditer(data)):
        if number >= MAX_STREAMS:
            raise ValueError(_too_large())
        head = data[max(0, begin.start() - 2_000) : begin.start()]
        own = head[head.rfind(b" obj") + 1 :]
        if b"/ObjStm" not in _names(own):
            continue
        if b"/FlateDecode" not in _names(own) and b"/Fl" not in _names(own):
            end = data.find(b"endstream", begin.end())
            found.append(data[begin.end() : end if end >= 0 else None])
            continue
        unpacked = _unpacked(data[begin.end() :], left)
        left -= len(unpacked)
        found.append(unpacked)
    return found


def _unpacked(data: bytes, most: int) -> bytes:
    machine = zlib.decompressobj()
    try:
        made = machine.decompress(data, max(most, 1))
    except zlib.error as error:
        raise ValueError(
            _("This PDF is damaged. Open it, save it again, and send that.")
        ) from error
    if machine.unconsumed_tail and not machine.eof:
        raise ValueError(_too_large())
    return made


def _too_large() -> str:
    return _("This file is too large once unpacked. Split it.")
