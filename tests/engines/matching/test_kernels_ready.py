"""Whoever does not wait for numba gets the same from numpy."""

import threading

import pytest

from twoshores.engines.matching import (
    SKILL_POINTS,
    Index,
    Need,
    Profile,
    Requirement,
    kernels,
    warm_up,
)
from twoshores.engines.matching.kernels import kernel


def test_ready_means_numpy_until_the_best_kernel_is_loaded(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(kernels, "_ready", threading.Event())
    index = Index.of([Profile(number, ((1, 4),), consent=True) for number in range(1, 9)])
    need = Need((Requirement(1, SKILL_POINTS),))
    assert kernel("ready") is kernel("numpy")
    before = index.shortlist(need, top=5, kernel_name="ready")
    warm_up()
    assert kernel("ready") is kernel("best")
    assert index.shortlist(need, top=5, kernel_name="ready") == before
    assert len(before) == 5
