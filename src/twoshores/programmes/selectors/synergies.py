"""Which funded projects should talk to each other, and what they share."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from twoshores.accounts.models import User
from twoshores.engines.synergies import Pair, pairs_to_talk
from twoshores.projects.models import Alignment, Capital, Project, ProjectCountry
from twoshores.projects.selectors.projects import projects_visible_to

from ..models import Programme, Proposal
from ..told import those_told

Kind = Alignment.Kind
CODED = (Kind.SDG, Kind.GCM, Kind.DAC_SECTOR)
MOST_BESIDE = 5  # suggested to one project


@dataclass(frozen=True, slots=True)
class Talk:
    """Two projects and what they share, as features of the engine."""

    one: Project
    other: Project
    shared: tuple[str, ...]


def talks_in(programme: Programme) -> list[Talk]:
    """For those who read the programme. Five queries."""
    projects = _funded(programme)
    by_key = {str(row.pk): row for row in projects}
    pairs = pairs_to_talk(_features(programme, projects))
    return [Talk(by_key[pair.one], by_key[pair.other], pair.shared) for pair in pairs]


def talks_of(user: User, project: Project, programmes: Sequence[Programme]) -> list[Talk]:
    """For the partners of a project: others that they may see anyway, best first; among those that
    were told that they are funded."""
    found = []
    for programme in programmes:
        projects = _funded(programme, told=True)
        by_key = {str(row.pk): row for row in projects}
        features = _features(programme, projects)
        if str(project.pk) not in by_key:
            continue
        own = [
            pair
            for pair in pairs_to_talk(features, most=len(by_key) ** 2)
            if str(project.pk) in (pair.one, pair.other)
        ]
        others = [_other(pair, project.pk) for pair in own]
        seen = {str(pk) for pk in _visible(user, others)}
        found += [
            Talk(project, by_key[other], pair.shared)
            for pair, other in zip(own, others, strict=True)
            if other in seen
        ][:MOST_BESIDE]
    return found


def _other(pair: Pair, pk: UUID) -> str:
    return pair.other if pair.one == str(pk) else pair.one


def _visible(user: User, keys: Sequence[str]) -> list[UUID]:
    rows = projects_visible_to(user).filter(pk__in=[UUID(key) for key in keys])
    return list(rows.values_list("pk", flat=True))


def _funded(programme: Programme, *, told: bool = False) -> list[Project]:
    """told: only those whose partners were told."""
    chosen = Proposal.objects.filter(call__programme=programme, state=Proposal.State.SELECTED)
    if told:
        chosen = those_told(chosen)
    rows = Project.objects.filter(proposals__in=chosen).distinct().order_by("code")
    return list(
        rows.select_related("owner", "place__parent").prefetch_related(
            "countries", "blocks", "alignments"
        )
    )


def _features(programme: Programme, projects: Sequence[Project]) -> dict[str, set[str]]:
    """theme:<id>, country:<code>, region:<id>, capital:<key>, block:<key>, <list>:<code>."""
    features: dict[str, set[str]] = defaultdict(set)
    for row in projects:
        own = features[str(row.pk)]
        own |= {
            f"country:{country.country}"
            for country in row.countries.all()
            if country.role == ProjectCountry.Role.ORIGIN
        }
        own |= {f"block:{block.block}" for block in row.blocks.all()}
        own |= {
            f"{code.kind}:{code.code}"
            for code in row.alignments.all()
            if code.kind in CODED and code.code
        }
        if row.capital != Capital.NOT_KNOWN:
            own.add(f"capital:{row.capital}")
        if row.place is not None:
            region = row.place.parent if row.place.kind == "locality" else row.place
            if region is not None and region.kind == "region":
                own.add(f"region:{region.pk}")
    themes = Proposal.objects.filter(
        call__programme=programme,
        project__in=projects,
        state=Proposal.State.SELECTED,
        theme__isnull=False,
    )
    for project, theme in themes.values_list("project", "theme"):
        features[str(project)].add(f"theme:{theme}")
    return features
