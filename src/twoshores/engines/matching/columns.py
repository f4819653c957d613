"""Profiles packed into columns: the form in which they are indexed, stored and scored."""

from __future__ import annotations

from array import array
from collections.abc import Iterable
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from twoshores.engines.matching.problem import Profile

U8 = NDArray[np.uint8]
U16 = NDArray[np.uint16]
U32 = NDArray[np.uint32]
U64 = NDArray[np.uint64]
I32 = NDArray[np.int32]
I64 = NDArray[np.int64]

LEVELS = 4
WORD = 64


RECORD = np.dtype(
    [
        ("languages", np.uint64),
        ("start", np.int32),
        ("until", np.int32),
        ("confirmed", np.int32),
        ("residence", np.uint16),
        ("consent", np.uint8),
        ("modes", np.uint8),
        ("times", np.uint8),
        ("spare", np.uint8, (7,)),
    ]
)
"""What filters and most bonuses read of one profile: 32 bytes, so half a cache line."""


class Facts(NamedTuple):
    """What filters and bonuses read, one element per profile in rising order of id.

    ``records`` are of type RECORD with the first 64 language bits; ``more_languages`` has
    as many further words per profile as the language numbers need, mostly none;
    ``tie_offsets``/``tie_codes`` list the place codes of profile i (compressed rows).
    """

    records: NDArray[np.void]
    more_languages: U64
    tie_offsets: I64
    tie_codes: U32


class Columns(NamedTuple):
    """A whole roster: ids, facts, and the claims both ways round.

    ``claim_*``: claims of profile i (compressed rows, rising concept).
    ``post_rows``: for each known concept, four runs of profile positions, level 4 first,
    positions rising in a run; run j of concept c is
    ``post_rows[post_offsets[4c + j] : post_offsets[4c + j + 1]]``. The level is thus implied
    by the run and takes no byte per posting.
    """

    ids: U32
    facts: Facts
    claim_offsets: I64
    claim_concepts: U32
    claim_levels: U8
    concepts: U32
    post_offsets: I64
    post_rows: U32

    @property
    def size(self) -> int:
        return int(self.ids.size)


class _Sink:
    """Typed arrays that grow while profiles stream by, so that none need be kept."""

    def __init__(self) -> None:
        self.ids, self.residence = array("I"), array("H")
        self.consent, self.modes, self.times = array("B"), array("B"), array("B")
        self.start, self.until, self.confirmed = array("i"), array("i"), array("i")
        self.words: list[array[int]] = [array("Q")]
        self.tie_counts, self.tie_codes = array("I"), array("I")
        self.claim_counts, self.concepts, self.levels = array("I"), array("I"), array("B")

    def add(self, profile: Profile) -> None:
        self.ids.append(profile.id)
        self.residence.append(profile.residence)
        self.consent.append(1 if profile.consent else 0)
        self.modes.append(profile.modes)
        self.times.append(profile.times)
        self.start.append(profile.available_from)
        self.until.append(profile.available_until)
        self.confirmed.append(profile.confirmed)
        self._add_languages(profile.languages)
        self.tie_counts.append(len(profile.places))
        self.tie_codes.extend(profile.places)
        self.claim_counts.append(len(profile.claims))
        for concept, level in profile.claims:
            self.concepts.append(concept)
            self.levels.append(level)

    def _add_languages(self, mask: int) -> None:
        if mask < 0:
            raise OverflowError("a mask is not negative")
        while mask >> (WORD * len(self.words)):
            self.words.append(array("Q", bytes(8 * (len(self.ids) - 1))))
        for place, word in enumerate(self.words):
            word.append(mask >> (WORD * place) & (2**WORD - 1))


def pack(profiles: Iterable[Profile]) -> Columns:
    """Pack a stream of profiles (any order) into columns.

    Raises ValueError when an id comes twice, when a level is not 1..4, or when a number
    does not fit its column (ids, concepts, places: 32 bits; countries: 16; masks: 8).
    """
    sink = _Sink()
    for profile in profiles:
        try:
            sink.add(profile)
        except (OverflowError, TypeError) as error:
            raise ValueError(f"profile {profile.id}: a value does not fit its column") from error
    return _columns(sink)


def _array(values: array[int], dtype: type[np.generic]) -> NDArray[Any]:
    return np.frombuffer(values, dtype=dtype) if len(values) else np.zeros(0, dtype=dtype)


def _columns(sink: _Sink) -> Columns:
    raw = _array(sink.ids, np.uint32)
    order = np.argsort(raw, kind="stable")
    ids = raw[order]
    if ids.size > 1 and bool(np.any(ids[1:] == ids[:-1])):
        raise ValueError("a profile id comes twice")
    levels = _array(sink.levels, np.uint8)
    if levels.size and not (levels.min() >= 1 and levels.max() <= LEVELS):
        raise ValueError("a level is 1, 2, 3 or 4")
    none = np.zeros((ids.size, 0), dtype=np.uint64)
    more = [_array(word, np.uint64)[order, None] for word in sink.words[1:]]
    tie_offsets, tie_codes = _regroup(_array(sink.tie_counts, np.uint32), sink.tie_codes, order)
    facts = Facts(_records(sink, order), np.hstack([none, *more]), tie_offsets, tie_codes)
    position = np.empty(ids.size, dtype=np.uint64)
    position[order] = np.arange(ids.size, dtype=np.uint64)
    owners = np.repeat(position, _array(sink.claim_counts, np.uint32))
    claims = _claims(owners, _array(sink.concepts, np.uint32), levels, ids.size)
    return Columns(ids, facts, *claims, *_postings(*claims))


def _records(sink: _Sink, order: I64) -> NDArray[np.void]:
    records = np.zeros(order.size, dtype=RECORD)
    records["languages"] = _array(sink.words[0], np.uint64)
    for name in ("start", "until", "confirmed", "residence", "consent", "modes", "times"):
        records[name] = _array(getattr(sink, name), RECORD[name].type)
    return records[order]


def _regroup(counts: U32, codes: array[int], order: I64) -> tuple[I64, U32]:
    """Put variable-length rows into another order of rows."""
    values = _array(codes, np.uint32)
    starts = np.concatenate(([0], np.cumsum(counts, dtype=np.int64)))
    moved = counts[order].astype(np.int64)
    offsets = np.concatenate(([0], np.cumsum(moved))).astype(np.int64)
    gather = np.repeat(starts[:-1][order] - offsets[:-1], moved) + np.arange(values.size)
    return offsets, values[gather]


def _claims(owners: U64, concepts: U32, levels: U8, size: int) -> tuple[I64, U32, U8]:
    """Claims by profile, rising concept; of a concept claimed twice, the highest level.

    One sort of (position: 30 bits, concept: 32, 4 - level: 2) packed into 64 bits.
    """
    if size >= 2**30:
        raise ValueError("a shard holds fewer than 2**30 profiles")
    keys = owners << np.uint64(34) | concepts.astype(np.uint64) << np.uint64(2)
    keys |= (LEVELS - levels).astype(np.uint64)
    keys.sort()
    pairs = keys >> np.uint64(2)
    keep = np.ones(keys.size, dtype=bool)
    keep[1:] = pairs[1:] != pairs[:-1]
    keys = keys[keep]
    counts = np.bincount((keys >> np.uint64(34)).astype(np.int64), minlength=size)
    offsets = np.concatenate(([0], np.cumsum(counts))).astype(np.int64)
    kept = (keys >> np.uint64(2) & np.uint64(2**32 - 1)).astype(np.uint32)
    return offsets, kept, (LEVELS - (keys & np.uint64(3)).astype(np.int64)).astype(np.uint8)


def _postings(offsets: I64, concepts: U32, levels: U8) -> tuple[U32, I64, U32]:
    """Claims by concept, then level from 4 down, then position: one 64-bit sort."""
    known, number = np.unique(concepts, return_inverse=True)
    owners = np.repeat(np.arange(offsets.size - 1, dtype=np.uint64), np.diff(offsets))
    runs = number.astype(np.uint64) * np.uint64(LEVELS) + (LEVELS - levels).astype(np.uint64)
    keys = runs << np.uint64(32) | owners
    keys.sort()
    counts = np.bincount((keys >> np.uint64(32)).astype(np.int64), minlength=known.size * LEVELS)
    ends = np.concatenate(([0], np.cumsum(counts))).astype(np.int64)
    rows = (keys & np.uint64(2**32 - 1)).astype(np.uint32)
    return known.astype(np.uint32), ends, rows
