"""Arcs of one country leave it fanned out, and do not lie on each other."""

import itertools
import math

import pytest

from tests.engines.shoremap.example import example
from twoshores.engines.shoremap.arcs import ALIKE, NEAR_END, Curve, Line, bent, fanned
from twoshores.engines.shoremap.chart import fitted
from twoshores.engines.shoremap.projection import project


def curves_of_the_example() -> tuple[list[Curve], list[Curve], list[tuple[float, float]]]:
    """Fanned curves, the same all bent alike, and the dots."""
    countries, pairs = example("en")
    units = [project(c.lon, c.lat) for c in countries]
    frame = fitted(units, 1168)
    dots = [frame.place(unit) for unit in units]
    index = {c.code: n for n, c in enumerate(countries)}
    lines = [Line(index[p.residence], index[p.origin]) for p in pairs]
    alike = [bent(line, dots, 0.12) for line in lines]
    return fanned(lines, dots, frame.width, frame.height), alike, dots


def roped(curves: list[Curve], dots: list[tuple[float, float]]) -> int:
    """Points of a curve that lie within 5 pixels of another which runs the same way."""
    found = 0
    for one, two in itertools.permutations(curves, 2):
        shared = {one.line.start, one.line.end} & {two.line.start, two.line.end}
        for x, y, dx, dy in one.samples:
            if any(math.dist((x, y), dots[end]) <= NEAR_END for end in shared):
                continue
            found += any(
                math.dist((x, y), (px, py)) < 5 and abs(dx * qx + dy * qy) > ALIKE
                for px, py, qx, qy in two.samples
            )
    return found


def test_fanned_arcs_lie_on_each_other_far_less_than_arcs_bent_alike() -> None:
    fanned_out, alike, dots = curves_of_the_example()
    assert roped(alike, dots) > 60
    assert roped(fanned_out, dots) < roped(alike, dots) / 2


def test_arcs_end_at_their_countries_and_stay_in_the_frame() -> None:
    curves, _, dots = curves_of_the_example()
    for curve in curves:
        assert curve.samples[0][:2] == pytest.approx(dots[curve.line.start])
        assert curve.samples[-1][:2] == pytest.approx(dots[curve.line.end])
        assert all(0 <= x <= 1168 and 0 <= y <= 584 for x, y, _, _ in curve.samples)


def test_arcs_keep_off_the_dots_of_other_countries() -> None:
    curves, _, dots = curves_of_the_example()
    run_over = [
        (curve.line, number)
        for curve in curves
        for number, dot in enumerate(dots)
        if number not in (curve.line.start, curve.line.end)
        and min(math.dist(dot, sample[:2]) for sample in curve.samples) < 5
    ]
    assert len(run_over) <= 2, run_over
