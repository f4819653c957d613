"""How records become the numbers that the matching engine reads."""

from datetime import date

from twoshores.engines.matching import Mode, Times

from ..models import Time, WorkMode

MODE_BITS = {
    WorkMode.REMOTE: Mode.REMOTE,
    WorkMode.SHORT: Mode.SHORT,
    WorkMode.RETURN: Mode.RETURN,
}
TIME_BITS = {
    Time.EVENINGS: Times.EVENINGS,
    Time.WEEKENDS: Times.WEEKENDS,
    Time.HOLIDAYS: Times.HOLIDAYS,
    Time.OFFICE: Times.OFFICE_HOURS,
}
# One bit each, in an order that never changes: the index on disk keeps it. Append only.
LANGUAGE_ORDER = (
    *("en", "fr", "es", "pt", "ar", "it", "de", "nl", "el", "pl", "ro", "ru", "ka", "tr", "am"),
    *("ti", "om", "so", "sw", "ha", "yo", "ig", "wo", "bm", "ff", "snk", "kab", "ber", "ln", "mg"),
    *("rw", "rn", "ny", "sn", "zu", "xh", "af", "sq", "bs", "sr", "hr", "mk", "bg", "uk", "cs"),
    *("sk", "sl", "hu", "lt", "lv", "et", "fi", "sv", "da", "no", "is", "ga", "mt", "he", "fa"),
    *("ps", "ku", "ur", "hi", "bn", "pa", "ta", "te", "ml", "si", "ne", "my", "th", "km", "lo"),
    *("vi", "zh", "ja", "ko", "tl", "ceb", "ilo", "id", "ms", "kea", "lg", "ak", "ee"),
    *("hy", "qu", "tw", "pcm", "zgh", "shi", "rif", "mfe", "jam", "dag"),
)
LANGUAGE_BIT = {code: 1 << place for place, code in enumerate(LANGUAGE_ORDER)}


def mode_mask(modes: list[str]) -> int:
    return sum(MODE_BITS[WorkMode(mode)] for mode in set(modes))


def time_mask(times: list[str]) -> int:
    return sum(TIME_BITS[Time(time)] for time in set(times))


def language_mask(codes: list[str]) -> int:
    """Languages without a bit of their own (we know of none in use) match nobody."""
    return sum(LANGUAGE_BIT[code] for code in set(codes) if code in LANGUAGE_BIT)


def country_number(code: str) -> int:
    """A two-letter country code as 1..676; 0 for none."""
    if len(code) != 2:
        return 0
    first, second = (ord(letter) - ord("A") for letter in code.upper())
    return first * 26 + second + 1


def day_number(day: date | None, default: int) -> int:
    return day.toordinal() if day else default
