"""Pictures of pages with at most 256 colours: a third of the bytes, no difference to the eye.

Chromium decodes its own screenshot; what is written follows the PNG specification (W3C, third
edition): colour type 3, one byte a pixel, no filter, which suits flat surfaces best.
"""

import base64
import struct
import zlib

import numpy as np
from numpy.typing import NDArray
from playwright.sync_api import Browser

PIXELS = """async (png) => {
  const image = new Image();
  image.src = 'data:image/png;base64,' + png;
  await image.decode();
  const canvas = new OffscreenCanvas(image.width, image.height);
  const context = canvas.getContext('2d');
  context.drawImage(image, 0, 0);
  const bytes = context.getImageData(0, 0, image.width, image.height).data;
  let text = '';
  for (let at = 0; at < bytes.length; at += 32768)
    text += String.fromCharCode(...bytes.subarray(at, at + 32768));
  return [image.width, image.height, btoa(text)];
}"""


def small_png(browser: Browser, png: bytes) -> bytes:
    """The same picture with a palette of its 256 commonest colours; others become the nearest."""
    page = browser.new_page()
    try:
        width, height, pixels = page.evaluate(PIXELS, base64.b64encode(png).decode())
    finally:
        page.close()
    shape = (height, width, 4)
    colours = np.frombuffer(base64.b64decode(pixels), np.uint8).reshape(shape)[:, :, :3]
    palette, indexes = reduced(colours)
    rows = np.zeros((height, width + 1), np.uint8)  # each row begins with its filter: 0, none
    rows[:, 1:] = indexes
    header = struct.pack(">IIBBBBB", width, height, 8, 3, 0, 0, 0)
    parts = [
        (b"IHDR", header),
        (b"PLTE", palette.tobytes()),
        (b"IDAT", zlib.compress(rows.tobytes(), 9)),
        (b"IEND", b""),
    ]
    return b"\x89PNG\r\n\x1a\n" + b"".join(_chunk(*part) for part in parts)


def reduced(colours: NDArray[np.uint8]) -> tuple[NDArray[np.uint8], NDArray[np.uint8]]:
    """(palette [n, 3], index of each pixel [height, width]) for pixels [height, width, 3]."""
    flat = colours.reshape(-1, 3).astype(np.int64)
    keys = flat[:, 0] << 16 | flat[:, 1] << 8 | flat[:, 2]
    known, place, counts = np.unique(keys, return_inverse=True, return_counts=True)
    all_colours = np.stack([known >> 16 & 255, known >> 8 & 255, known & 255], axis=1)
    palette = all_colours[np.argsort(-counts, kind="stable")[:256]]
    nearest = np.empty(len(known), np.uint8)
    for start in range(0, len(known), 1024):  # distances of all to all would take much memory
        some = all_colours[start : start + 1024, None, :] - palette[None, :, :]
        nearest[start : start + 1024] = (some**2).sum(axis=2).argmin(axis=1)
    return palette.astype(np.uint8), nearest[place].reshape(colours.shape[:2])


def _chunk(kind: bytes, body: bytes) -> bytes:
    return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))
