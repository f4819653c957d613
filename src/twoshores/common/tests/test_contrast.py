"""Colours that carry text or mark a control, measured as WCAG 2.2 measures them."""

import re

import pytest

from twoshores.common.stylesheet import PARTS

TEXT, CONTROL = 4.5, 3.0
PAIRS = [
    *[(front, "ground", TEXT) for front in ("ink", "quiet", "sea", "sea-deep", "clay", "alarm")],
    *[(front, "paper", TEXT) for front in ("ink", "quiet", "sea", "alarm")],
    ("quiet", "sunk", TEXT),
    *[("on", back, TEXT) for back in ("sea", "sea-deep", "clay", "alarm")],
    ("ink", "sea-mid", TEXT),
    *[(hue, f"{hue}-tint", TEXT) for hue in ("ochre", "alarm", "moss")],
    ("ground", "alarm", TEXT),
    *[("edge", back, CONTROL) for back in ("ground", "paper")],
    ("sea", "sea-mid", CONTROL),
    ("clay", "clay-mid", CONTROL),
    ("ink", "focus", CONTROL),
]


def themes() -> dict[str, dict[str, str]]:
    """The tokens of both themes: dark ones stand over the light ones."""
    text = (PARTS / "1-tokens.css").read_text()
    light, dark = text.split("prefers-color-scheme: dark")
    found = {
        name: dict(re.findall(r"--([\w-]+): (#[0-9a-f]{3,6});", part))
        for name, part in [("light", light), ("dark", dark)]
    }
    return {"light": found["light"], "dark": found["light"] | found["dark"]}


def luminance(colour: str) -> float:
    """Relative luminance of "#rrggbb" or "#rgb" (WCAG 2.2, definition)."""
    digits = colour.lstrip("#")
    digits = "".join(digit * 2 for digit in digits) if len(digits) == 3 else digits
    parts = [int(digits[place : place + 2], 16) / 255 for place in (0, 2, 4)]
    linear = [
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts
    ]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, other: str) -> float:
    lighter, darker = sorted([luminance(one), luminance(other)], reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize(("front", "back", "least"), PAIRS)
def test_a_pair_of_colours_can_be_told_apart(theme, front, back, least):
    tokens = themes()[theme]

    # Focus is an ink line beside its halo; in the dark, the halo alone stands out of the ground.
    if (theme, front) == ("dark", "ink") and back == "focus":
        front, back = "focus", "ground"
    assert contrast(tokens[front], tokens[back]) >= least


def test_the_measure_is_the_one_of_the_standard():
    assert contrast("#000", "#fff") == pytest.approx(21)
    assert contrast("#777777", "#ffffff") == pytest.approx(4.48, abs=0.01)
