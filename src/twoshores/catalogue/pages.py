"""What the pages of the catalogue show, built from what was read."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from twoshores.actors.models import OrganisationKind
from twoshores.common.filters import filter_group
from twoshores.common.formatting import join_words
from twoshores.common.models import Translation

from .examples import Example, examples_of
from .handbook import section_name
from .models import BlockCapital, BlockText, BlockVersion, BuildingBlock, Threat, ThreatVersion
from .selectors import BlockForDesign, BlocksFound, ThreatShown, as_design
from .words import COST_KINDS, INDICATOR_KINDS, SPLITS


def reader_language() -> str:
    return (get_language() or "en").split("-")[0]


def blocks_context(request: HttpRequest, found: BlocksFound) -> dict[str, Any]:
    """The list, by capital, with its filters."""
    reader = reader_language()
    chosen = {name: request.GET.get(name, "") for name in ("capital", "section")}
    groups = [
        filter_group(
            request,
            name="capital",
            title=_("Capital"),
            values=found.capitals,
            chosen=chosen["capital"],
            words=lambda value: str(BlockCapital(value).label),
        ),
        filter_group(
            request,
            name="section",
            title=_("Section of the handbook"),
            values=found.sections,
            chosen=chosen["section"],
            words=section_name,
        ),
    ]
    shown = [as_design(block, reader) for block in found.blocks]
    return {
        "query": request.GET.get("q", ""),
        "kept": [(name, value) for name, value in chosen.items() if value],
        "filters": [group for group in groups if group],
        "total": len(shown),
        "capitals": [
            {"title": capital.label, "blocks": blocks}
            for capital in BlockCapital
            if (blocks := [block for block in shown if block.capital == capital])
        ],
    }


def block_context(block: BuildingBlock) -> dict[str, Any]:
    """One block. One query of the example projects' titles beside what was read."""
    reader = reader_language()
    design = as_design(block, reader)
    examples = examples_of(design.projects, reader)
    costs, kinds = COST_KINDS, dict(OrganisationKind.choices)
    return {
        "shown": design,
        "record": _record(block, design, reader),
        "outcomes": _chain(design),
        "pitfalls": [
            {"wrong": row.wrong, "done": row.done, "examples": _some(examples, row.projects)}
            for row in design.pitfalls
        ],
        "allies": [{"label": kinds[row.kind], "text": row.text} for row in design.allies],
        "costs": [{"label": costs[row.kind], "text": row.text} for row in design.cost_kinds],
        "examples": list(examples.values()),
        "section": section_name(block.handbook_section),
        "section_href": f"{reverse('building_blocks')}?section={block.handbook_section}",
    }


def _some(examples: Mapping[str, Example], codes: Sequence[str]) -> list[Example]:
    return [examples[code] for code in codes if code in examples]


def _record(block: BuildingBlock, design: BlockForDesign, reader: str) -> dict[str, Any]:
    """For components/record_header.html."""
    capital = BlockCapital(block.capital)
    tags = [{"kind": "mind", "text": _("Withdrawn")}] if block.is_withdrawn else []
    shown: dict[str, Any] = {
        "crumbs": [
            {"label": _("Building blocks"), "href": reverse("building_blocks")},
            {
                "label": capital.label,
                "href": f"{reverse('building_blocks')}?capital={capital.value}",
            },
            {"label": design.title},
        ],
        "tags": tags,
        "notes": [_("not translated yet")] if design.language != reader else [],
        "title": design.title,
        "text": design.purpose,
        "language": design.language,
        "status": _status(design.status),
    }
    return shown


def _status(status: str) -> dict[str, str] | None:
    if status == Translation.Status.MACHINE:
        return {
            "kind": "unknown",
            "text": _("Translated by machine, not read by a native reader"),
        }
    if status == Translation.Status.HUMAN:
        return {"kind": "go", "text": str(Translation.Status.HUMAN.label)}
    return None


def _chain(design: BlockForDesign) -> list[dict[str, Any]]:
    """Outcomes, each with its indicators and its outputs; these with theirs and activities."""
    indicators = [
        {
            "of": row.of,
            "text": row.text,
            "kind": INDICATOR_KINDS[row.kind],
            "split": join_words(str(SPLITS[name]) for name in row.by),
            "numerator": row.numerator,
            "denominator": row.denominator,
        }
        for row in design.indicators
    ]

    def measured(key: str) -> list[dict[str, Any]]:
        return [row for row in indicators if row["of"] == key]

    return [
        {
            "text": outcome.text,
            "indicators": measured(outcome.key),
            "assumptions": [row.text for row in design.assumptions if row.of == outcome.key],
            "outputs": [
                {
                    "text": output.text,
                    "indicators": measured(output.key),
                    "assumptions": [row.text for row in design.assumptions if row.of == output.key],
                    "activities": [row for row in design.activities if row.of == output.key],
                }
                for output in design.outputs
                if output.of == outcome.key
            ],
        }
        for outcome in design.outcomes
    ]


def versions_record(block: BuildingBlock, language: str) -> dict[str, Any]:
    """The head of the pages of former versions: where they belong, in which language."""
    return _versions_record(
        (_("Building blocks"), reverse("building_blocks")),
        (block.key, reverse("building_block", args=[block.key])),
        reverse("building_block_versions", args=[block.key, language]),
    )


def threat_versions_record(threat: Threat, language: str) -> dict[str, Any]:
    """The same of a threat, which stands on the page of all of them."""
    return _versions_record(
        (_("What endangers a partnership"), reverse("threats")),
        (threat.key, f"{reverse('threats')}#{threat.key}"),
        reverse("threat_versions", args=[threat.key, language]),
    )


def _versions_record(above: tuple[str, str], of: tuple[str, str], here: str) -> dict[str, Any]:
    steps = [above, of, (_("Earlier versions"), here)]
    return {"crumbs": [{"label": label, "href": href} for label, href in steps]}


def listed_versions(
    versions: Iterable[BlockVersion | ThreatVersion], name: str, *args: str
) -> list[dict[str, Any]]:
    """Number, day and address of each; name: the url name of one version."""
    return [
        {"number": row.number, "at": row.at, "href": reverse(name, args=[*args, row.number])}
        for row in versions
    ]


def changes_since(
    version: BlockVersion | ThreatVersion, line_label: Callable[[str], str]
) -> list[dict[str, Any]]:
    """Every text of a former version, with what stands there now where that is another."""
    text = version.text
    found = []
    for name, then in version.content.items():
        if isinstance(text, BlockText) and name == "lines":
            lines = then.keys() | text.lines.keys()
            found += [
                _change(line_label(key), then.get(key, ""), text.lines.get(key, ""))
                for key in sorted(lines)
            ]
            continue
        field = text._meta.get_field(name)
        found.append(_change(str(getattr(field, "verbose_name", name)), then, getattr(text, name)))
    return found


def _change(label: str, then: Any, now: Any) -> dict[str, Any]:
    def said(value: Any) -> str:
        return "\n".join(value) if isinstance(value, list) else str(value)

    return {"label": label, "then": said(then), "now": said(now), "differs": then != now}


def threats_context(threats: Sequence[ThreatShown]) -> dict[str, Any]:
    """Threats by kind; the page says so where they are not in the reader's language."""
    return {
        "kinds": [
            {"title": kind.label, "threats": [row for row in threats if row.kind == kind]}
            for kind in Threat.Kind
        ],
        "is_foreign": any(row.language != reader_language() for row in threats),
        "is_machine": any(row.status == Translation.Status.MACHINE for row in threats),
    }


def block_data(request: HttpRequest, block: BuildingBlock) -> dict[str, Any]:
    """A block as plain data: facts, and the words of every language with their status."""
    address = reverse("building_block", args=[block.key])
    return {
        "key": block.key,
        "url": request.build_absolute_uri(address),
        "capital": block.capital,
        "handbook_section": block.handbook_section,
        "is_withdrawn": block.is_withdrawn,
        "facts": block.facts,
        "texts": {
            text.language: {
                "status": text.status or "original",
                "version": text.version,
                "title": text.title,
                "purpose": text.purpose,
                "fits": text.fits,
                "fits_not": text.fits_not,
                "steps": text.steps,
                "factors": text.factors,
                "lines": text.lines,
            }
            for text in block.texts.all()
        },
    }
