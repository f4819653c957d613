"""Pictures drawn anew: scaled down, turned upright, without anything that is not the picture.

What a camera writes into its files (place, time, its own number) and what others hide behind
them is not copied: only the pixels are.
"""

import io
import struct
from dataclasses import dataclass

from django.utils.translation import gettext as _
from PIL import Image, ImageOps

from .file_kinds import JPEG, PNG, FileKind

# Before scaling. A telephone's largest have 50 million; a JPEG of that size takes 140 MB to read
# (320 if it is progressive), since it is decoded at a part of its size. The others cannot be:
# 16 million pixels take about 300 MB.
MOST_PIXELS = 50_000_000
MOST_PIXELS_WHOLE = 16_000_000
LONGEST_SIDE = 1600  # pixels of what is kept
SMALL_SIDE = 480  # pixels of the small one, for pages
QUALITY = 82  # JPEG and WebP
SMALL_QUALITY = 65
LARGEST_PNG = 400_000  # bytes; above it a PNG without transparency is a photo, kept as JPEG
# What Pillow raises, with words for programmers, when a file is not as it should be.
UNREADABLE = (OSError, SyntaxError, TypeError, KeyError, IndexError, OverflowError, struct.error)
FORMATS = {"image/jpeg": "JPEG", "image/png": "PNG", "image/webp": "WEBP"}


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture as a file of `kind`, and its small form, always a JPEG."""

    kind: FileKind
    data: bytes
    small: bytes


def redrawn(data: bytes, kind: FileKind) -> Picture:
    """The picture as it is kept. Raises ValueError with words for whoever sent it.

    The number of pixels is read from the head of the file and checked before any is decoded. Of
    several frames the first is taken. A JPEG much too large is decoded at a part of its size.
    """
    try:
        with Image.open(io.BytesIO(data), formats=[FORMATS[kind.media_type]]) as opened:
            width, height = opened.size
            if width * height > (MOST_PIXELS if kind is JPEG else MOST_PIXELS_WHOLE):
                raise ValueError(_too_large())
            opened.draft("RGB", (LONGEST_SIDE, LONGEST_SIDE))
            opened.load()
            kept = _bare(_upright(opened), kind)
    except Image.DecompressionBombError as error:
        raise ValueError(_too_large()) from error
    except UNREADABLE as error:
        raise ValueError(_unreadable()) from error
    except ValueError as error:
        if str(error) == _too_large():
            raise
        raise ValueError(_unreadable()) from error
    kept.thumbnail((LONGEST_SIDE, LONGEST_SIDE), Image.Resampling.LANCZOS)
    data = _file(kept, kind, QUALITY)
    if kind is PNG and kept.mode != "RGBA" and len(data) > LARGEST_PNG:
        kind, data = JPEG, _file(kept, JPEG, QUALITY)
    return Picture(kind, data, _file(_small(kept), JPEG, SMALL_QUALITY))


def _small(image: Image.Image) -> Image.Image:
    """For pages; what was seen through stands on white."""
    small = image.copy()
    small.thumbnail((SMALL_SIDE, SMALL_SIDE), Image.Resampling.LANCZOS)
    if small.mode != "RGBA":
        return small
    ground = Image.new("RGB", small.size, "white")
    ground.paste(small, mask=small)
    return ground


def _upright(image: Image.Image) -> Image.Image:
    """Turned as its notes say. Notes that cannot be read say nothing; the picture is whole."""
    try:
        return ImageOps.exif_transpose(image)
    except (*UNREADABLE, ValueError):
        return image


def _bare(image: Image.Image, kind: FileKind) -> Image.Image:
    """The pixels alone, in a mode that the kind of file can hold."""
    has_alpha = "A" in image.getbands() or "transparency" in image.info
    mode = "RGBA" if has_alpha and kind is not JPEG else "RGB"
    if not has_alpha and image.mode in {"1", "L"}:
        mode = "L"
    bare = image.convert(mode)
    bare.info = {}  # Pillow would write comments, profiles and resolutions from here
    return bare


def _file(image: Image.Image, kind: FileKind, quality: int) -> bytes:
    out = io.BytesIO()
    if kind is PNG:
        image.save(out, "PNG", optimize=True)
    else:
        image.save(out, FORMATS[kind.media_type], quality=quality)
    return out.getvalue()


def _too_large() -> str:
    return _("This picture has too many pixels. Make it smaller first.")


def _unreadable() -> str:
    return _("This picture is damaged. Open it, save it again, and send that.")
