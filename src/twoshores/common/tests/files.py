"""Files to send: real ones made on the spot, and hostile ones."""

import io
import struct
import zipfile
import zlib

from PIL import Image

GPS = 0x8825
ORIENTATION = 0x0112


def jpeg(size=(60, 40), *, colour="red", orientation=1, extra=b"") -> bytes:
    """A JPEG as a telephone makes it: place, camera, a comment, turned by `orientation`."""
    exif = Image.Exif()
    exif[ORIENTATION] = orientation
    exif[0x010F] = "SecretCamera"
    exif.get_ifd(GPS).update({1: "N", 2: (14.0, 26.0, 45.0), 3: "W", 4: (11.0, 26.0, 1.0)})
    out = io.BytesIO()
    image = Image.new("RGB", size, colour)
    image.save(out, "JPEG", exif=exif, comment=b"SecretComment", dpi=(72, 72))
    return out.getvalue() + extra


def picture(kind: str, size=(60, 40), mode="RGB", **more) -> bytes:
    out = io.BytesIO()
    Image.new(mode, size).save(out, kind, **more)
    return out.getvalue()


def bomb_png(width=60_000, height=60_000) -> bytes:
    """A few hundred bytes that say they are 3.6 thousand million pixels."""

    def chunk(name: bytes, body: bytes) -> bytes:
        checked = name + body
        return struct.pack(">I", len(body)) + checked + struct.pack(">I", zlib.crc32(checked))

    head = chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0))
    body = chunk(b"IDAT", zlib.compress(bytes(100_000)))
    return b"\x89PNG\r\n\x1a\n" + head + body + chunk(b"IEND", b"")


def archive(parts: dict[str, bytes], *, first: str = "", kind: bytes = b"") -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as made:
        if first:
            made.writestr(zipfile.ZipInfo(first), kind)
        for name, data in parts.items():
            made.writestr(name, data)
    return out.getvalue()


def docx(body: bytes = b"<w/>", **more: bytes) -> bytes:
    return archive({"[Content_Types].xml": b"<t/>", "word/document.xml": body, **more})


def odt() -> bytes:
    kind = b"application/vnd.oasis.opendocument.text"
    return archive({"content.xml": b"<c/>"}, first="mimetype", kind=kind)


PDF = b"%PDF-1.7\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"
