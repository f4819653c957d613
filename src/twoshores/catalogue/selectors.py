"""Reads of the catalogue: lists, one block in a language, what a design is prefilled from."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet
from django.http import Http404

from twoshores.common import search

from . import content
from .models import BlockText, BlockVersion, BuildingBlock, ThreatText, ThreatVersion
from .services import SEARCH_KIND


@dataclass(frozen=True, slots=True)
class Line:
    """A line of a block: stable key and words. `of`: key of the outcome or output it serves."""

    key: str
    text: str
    of: str = ""


@dataclass(frozen=True, slots=True)
class ActivityLine:
    """`weeks`: how long it usually takes; `volunteers`: whether it leans on unpaid people."""

    key: str
    text: str
    of: str  # key of an output
    weeks: int
    volunteers: bool


@dataclass(frozen=True, slots=True)
class IndicatorLine:
    """`kind`: number, percentage, yes_no, scale or text, as in a project's indicators.

    A percentage says what its numerator and denominator count. `by`: how it is split
    ("sex", "age", "place", "status"). `of`: key of the outcome or output that it measures.
    """

    key: str
    text: str
    of: str
    kind: str
    unit: str
    by: tuple[str, ...]
    numerator: str
    denominator: str


@dataclass(frozen=True, slots=True)
class KindLine:
    """A cost or an ally: `kind` is a cost category or a kind of organisation; `text` says why."""

    key: str
    kind: str
    text: str


@dataclass(frozen=True, slots=True)
class Pitfall:
    """What went wrong, what was done about it, and the codes of the projects that tell of it."""

    key: str
    wrong: str
    done: str
    projects: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class BlockForDesign:
    """A block in one language, as lists whose keys never change: see `block_for_design`."""

    key: str
    capital: str
    language: str  # of the words, which may be the original's
    status: str  # "", "machine" or "human", as Translation.Status
    title: str
    purpose: str
    fits: str
    fits_not: str
    steps: tuple[str, ...]
    factors: tuple[str, ...]
    outcomes: tuple[Line, ...]
    outputs: tuple[Line, ...]
    activities: tuple[ActivityLine, ...]
    indicators: tuple[IndicatorLine, ...]
    assumptions: tuple[Line, ...]
    cost_kinds: tuple[KindLine, ...]
    allies: tuple[KindLine, ...]
    pitfalls: tuple[Pitfall, ...]
    projects: tuple[str, ...]
    sections: tuple[str, ...]
    is_withdrawn: bool


def blocks_in_use() -> QuerySet[BuildingBlock]:
    """Blocks to choose from, with their texts."""
    return BuildingBlock.objects.filter(is_withdrawn=False).prefetch_related("texts")


def block_or_404(key: str) -> BuildingBlock:
    """One block with its texts, withdrawn or not, or Http404. Two queries."""
    block = BuildingBlock.objects.filter(key=key).prefetch_related("texts").first()
    if block is None:
        raise Http404
    return block


def block_for_design(slug: str, language: str) -> BlockForDesign:
    """What a project is prefilled from: a block with its lines in a language.

    slug: the block's key ("financial-literacy"). language: an interface language; where the
    block has no text in it, the original's (English) is given and `language` says so. A line
    that a steward emptied is left out. Raises BuildingBlock.DoesNotExist. Two queries.
    """
    return as_design(BuildingBlock.objects.prefetch_related("texts").get(key=slug), language)


def blocks_for_design(slugs: Sequence[str], language: str) -> dict[str, BlockForDesign]:
    """`block_for_design` of several, by key, in two queries; unknown keys are left out."""
    found = BuildingBlock.objects.filter(key__in=slugs).prefetch_related("texts")
    return {block.key: as_design(block, language) for block in found}


def text_in(block: BuildingBlock, language: str) -> BlockText:
    """The text in a language, else the original. The block's texts were read with it."""
    texts = {text.language: text for text in block.texts.all()}
    return texts.get(language) or texts[content.ORIGINAL]


def as_design(block: BuildingBlock, language: str) -> BlockForDesign:
    """The same from a block that was read with its texts. No query."""
    text = text_in(block, language)
    lines = _Lines(block.facts, text.lines)
    return BlockForDesign(
        key=block.key,
        capital=block.capital,
        language=text.language,
        status=text.status,
        title=text.title,
        purpose=text.purpose,
        fits=text.fits,
        fits_not=text.fits_not,
        steps=tuple(text.steps),
        factors=tuple(text.factors),
        outcomes=lines.plain("outcomes"),
        outputs=lines.plain("outputs"),
        activities=lines.activities(),
        indicators=lines.indicators(),
        assumptions=lines.plain("assumptions"),
        cost_kinds=lines.kinds("costs"),
        allies=lines.kinds("allies"),
        pitfalls=lines.pitfalls(),
        projects=tuple(block.facts["projects"]),
        sections=(block.handbook_section,),
        is_withdrawn=block.is_withdrawn,
    )


@dataclass(frozen=True, slots=True)
class _Lines:
    """Facts and words of a block, joined."""

    facts: Mapping[str, Any]
    words: Mapping[str, str]

    def _said(self, group: str) -> list[tuple[dict[str, Any], str]]:
        """Items of a group that say something, with their words."""
        field = content.GROUPS[group][0]
        pairs = [
            (item, self.words.get(content.line_key(group, item["key"], field), ""))
            for item in self.facts[group]
        ]
        return [(item, text) for item, text in pairs if text]

    def _more(self, group: str, key: str, field: str) -> str:
        return self.words.get(content.line_key(group, key, field), "")

    def plain(self, group: str) -> tuple[Line, ...]:
        return tuple(
            Line(item["key"], text, item.get("of", "")) for item, text in self._said(group)
        )

    def kinds(self, group: str) -> tuple[KindLine, ...]:
        return tuple(KindLine(item["key"], item["kind"], text) for item, text in self._said(group))

    def activities(self) -> tuple[ActivityLine, ...]:
        return tuple(
            ActivityLine(item["key"], text, item["of"], item["weeks"], item["volunteers"])
            for item, text in self._said("activities")
        )

    def indicators(self) -> tuple[IndicatorLine, ...]:
        return tuple(
            IndicatorLine(
                key=item["key"],
                text=text,
                of=item["of"],
                kind=item["kind"],
                unit=self._more("indicators", item["key"], "unit"),
                by=tuple(item.get("by", ())),
                numerator=self._more("indicators", item["key"], "numerator"),
                denominator=self._more("indicators", item["key"], "denominator"),
            )
            for item, text in self._said("indicators")
        )

    def pitfalls(self) -> tuple[Pitfall, ...]:
        return tuple(
            Pitfall(
                item["key"],
                text,
                self._more("pitfalls", item["key"], "done"),
                tuple(item.get("projects", ())),
            )
            for item, text in self._said("pitfalls")
        )


@dataclass(frozen=True, slots=True)
class BlocksFound:
    blocks: list[BuildingBlock]
    capitals: list[tuple[str, int]]  # capital -> how many blocks without that filter
    sections: list[tuple[str, int]]


def blocks_listed(*, query: str = "", capital: str = "", section: str = "") -> BlocksFound:
    """Blocks that pass, in the handbook's order, with counts for the filters. At most 3 queries.

    There are some two dozen, so they are counted here and not by the database.
    """
    found = list(blocks_in_use())
    if query:
        best = set(search.find(SEARCH_KIND, query))
        found = [block for block in found if str(block.pk) in best]

    def passing(capital: str, section: str) -> list[BuildingBlock]:
        return [
            block
            for block in found
            if capital in ("", block.capital) and section in ("", block.handbook_section)
        ]

    return BlocksFound(
        passing(capital, section),
        _counts([block.capital for block in passing("", section)]),
        sorted(_counts([block.handbook_section for block in passing(capital, "")])),
    )


def _counts(values: Sequence[str]) -> list[tuple[str, int]]:
    return [(value, values.count(value)) for value in dict.fromkeys(values)]


def blocks_using(code: str) -> list[BuildingBlock]:
    """Blocks that name an example project, by its code. Two queries."""
    return [block for block in blocks_in_use() if code in block.facts["projects"]]


def text_to_edit_or_404(key: str, language: str) -> BlockText:
    """The text of a block in a language, or Http404."""
    found = BlockText.objects.select_related("block").filter(block__key=key, language=language)
    text = found.first()
    if text is None:
        raise Http404
    return text


def versions_of(block: BuildingBlock, language: str) -> QuerySet[BlockVersion]:
    """How a block read before, in one language, newest first."""
    return BlockVersion.objects.filter(text__block=block, text__language=language)


def version_or_404(key: str, language: str, number: int) -> BlockVersion:
    """One former version with its text and block, or Http404."""
    found = (
        BlockVersion.objects.filter(text__block__key=key, text__language=language, number=number)
        .select_related("text__block")
        .first()
    )
    if found is None:
        raise Http404
    return found


@dataclass(frozen=True, slots=True)
class ThreatShown:
    """A threat in a language; the original's where it has no text in it."""

    key: str
    kind: str
    section: str
    language: str
    status: str  # "", "machine" or "human", as Translation.Status
    version: int  # from 2 on there are earlier ones
    title: str
    signs: tuple[str, ...]
    answers: tuple[str, ...]


def threats_in(language: str) -> list[ThreatShown]:
    """All threats in the order of section 6.4. One query."""
    return _threats(ThreatText.objects.all(), language)


def threat_of(key: str, language: str) -> ThreatShown | None:
    """One threat by its key, None where there is none. One query."""
    found = _threats(ThreatText.objects.filter(threat__key=key), language) if key else []
    return found[0] if found else None


def _threats(rows: QuerySet[ThreatText], language: str) -> list[ThreatShown]:
    either = rows.filter(language__in={language, content.ORIGINAL}).select_related("threat")
    best: dict[int, ThreatText] = {}
    for text in either.order_by("threat__position"):
        if text.threat_id not in best or text.language == language:
            best[text.threat_id] = text
    return [_threat(text) for text in best.values()]


def _threat(text: ThreatText) -> ThreatShown:
    return ThreatShown(
        text.threat.key,
        text.threat.kind,
        text.threat.section,
        text.language,
        text.status,
        text.version,
        text.title,
        tuple(text.signs),
        tuple(text.answers),
    )


def threat_text_or_404(key: str, language: str) -> ThreatText:
    """What is said of a threat in a language, or Http404."""
    found = ThreatText.objects.select_related("threat").filter(threat__key=key, language=language)
    text = found.first()
    if text is None:
        raise Http404
    return text


def threat_version_or_404(key: str, language: str, number: int) -> ThreatVersion:
    """One former version with its text and threat, or Http404."""
    found = (
        ThreatVersion.objects.filter(text__threat__key=key, text__language=language, number=number)
        .select_related("text__threat")
        .first()
    )
    if found is None:
        raise Http404
    return found
