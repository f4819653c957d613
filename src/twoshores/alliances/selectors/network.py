"""The network of actors, out of what everybody may read: organisations, ties, projects, agreements.

What is left out, and why:
- People: a tie of one person would single them out. Nobody is an actor here, not even under a
  pseudonym, and no figure counts people.
- Organisations that do not show themselves to everybody, and all that ties them.
- Projects that are not public, or do not show their partners; agreements of such projects, and
  agreements that are not signed. Of a signed one only that it exists, since when and until when.
- Stakeholders: who matters to a project is its own affair, also where something was signed.
"""

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property
from hashlib import sha256
from itertools import combinations
from typing import Any

from django.db.models import CharField, Count, Max, Q, QuerySet, Sum, Value
from django.db.models.functions import Cast
from django.utils import timezone

from twoshores.actors.models import Actor, Organisation, Tie
from twoshores.common.folding import fold
from twoshores.common.models import Place, Visibility
from twoshores.common.remembered import Remembered
from twoshores.engines.network import AGREEMENT, PROJECT, Edge, Network, Node, Shore, network_of
from twoshores.projects.models import Project, ProjectCountry, ProjectPartner

from ..models import Agreement, AgreementParty
from ..tie_edges import tie_edges

NAMED = "p"  # before the number of a partner that is only named, in no register
_ONE_DAY = timedelta(days=1)
_KEPT: Remembered["Material"] = Remembered(2)


@dataclass(frozen=True)
class Material:
    """Everything that the network is made of. links: addresses are put in by whoever draws."""

    stamp: str
    day: date
    nodes: tuple[Node, ...]
    edges: tuple[Edge, ...]

    @cached_property
    def network(self) -> Network:
        """As it stands on the day."""
        return network_of(self.nodes, self.edges, on=self.day)


@dataclass(frozen=True, slots=True)
class Named:
    """What an actor is called: language of the name; organisation: its id, None if only named."""

    name: str
    language: str
    country: str
    organisation: str | None


def public_organisations() -> QuerySet[Organisation]:
    return Organisation.objects.filter(visibility=Visibility.PUBLIC)


def network_stamp(day: date | None = None) -> str:
    """Changes whenever something changes that the network is made of, and every day. One query."""
    rows = [
        _counted(public_organisations(), Sum("version")),
        # One that hides as another comes out would leave the first row as it was.
        _counted(Organisation.objects.all(), Sum("version")),
        _counted(Tie.objects.filter(actor__kind=Actor.Kind.ORGANISATION), Max("pk")),
        _counted(Project.objects.all(), Max("changed_at")),
        _counted(ProjectPartner.objects.all(), Sum("version") + Max("pk")),
        _counted(ProjectCountry.objects.all(), Max("pk")),
        _counted(Agreement.objects.all(), Sum("version")),
        _counted(Agreement.objects.filter(state=Agreement.State.SIGNED), Max("created_at")),
    ]
    first, *others = (
        rows_.annotate(what=Value(number)).values_list("what", "n", "v")
        for number, rows_ in enumerate(rows)
    )
    found = sorted(first.union(*others, all=True))
    return sha256(repr((day or timezone.localdate(), found)).encode()).hexdigest()


def _counted(rows: QuerySet[Any], latest: Any) -> QuerySet[Any, Any]:
    counted: QuerySet[Any, Any] = (
        rows.order_by()
        .annotate(every=Value(1))
        .values("every")
        .annotate(n=Count("pk"), v=Cast(latest, CharField()))
    )
    return counted


def public_material() -> Material:
    """Read anew when something changed, else as this process read it last."""
    day = timezone.localdate()
    stamp = network_stamp(day)
    return _KEPT.get(stamp, lambda: read_material(stamp, day))


def read_material(stamp: str, day: date) -> Material:
    """Six queries, whatever the numbers."""
    partners = _partners()
    shores = _shores()
    columns = ("name", "organisation_kind", "country", "sectors")
    organisations = list(public_organisations().only(*columns))
    public = {row.pk for row in organisations}
    ties = _ties()
    places = _places(ties)
    nodes = [
        Node(
            str(row.pk),
            row.name,
            row.organisation_kind,
            row.country,
            shores.get(row.country, Shore.NEITHER),
            frozenset(word for sector in row.sectors if (word := fold(sector))),
            frozenset(places[row.pk]),
        )
        for row in organisations
    ]
    of_partner, named = _actors_of(partners, public, shores)
    edges = [*tie_edges(ties, public), *_project_edges(partners, of_partner)]
    edges += _agreement_edges(of_partner, day)
    return Material(stamp, day, (*nodes, *named), tuple(edges))


def _shown(project: Project) -> bool:
    return project.is_example or "partners" in project.shown


def names_of(ids: Collection[str]) -> dict[str, Named]:
    """What actors are called, as everybody may read it now; who may not be named is left out.

    Two queries at most.
    """
    register = [pk for pk in ids if not pk.startswith(NAMED)]
    found = {
        str(row.pk): Named(row.name, row.name_language, row.country, str(row.pk))
        for row in public_organisations().filter(pk__in=register)
    }
    numbers = [int(pk.removeprefix(NAMED)) for pk in ids if pk.startswith(NAMED)]
    if numbers:
        found |= {
            f"{NAMED}{row.pk}": Named(row.name, "", row.country, None)
            for row in _partners(pk__in=numbers, organisation=None)
        }
    return found


def _partners(**which: Any) -> list[ProjectPartner]:
    """Partners, with their projects, of public projects that show who these are; those that were
    rebuilt from another project would count twice."""
    columns = ("name", "country", "kind", "organisation_id", "left_on")
    project = ("is_example", "shown", "starts", "ends")
    rows = (
        ProjectPartner.objects.filter(_public("project__"), **which)
        .select_related("project")
        .only(*columns, *(f"project__{name}" for name in project))
        .order_by("pk")
    )
    return [row for row in rows if _shown(row.project)]


def _public(prefix: str) -> Q:
    public = {f"{prefix}is_example": True}, {f"{prefix}visibility": Visibility.PUBLIC}
    return (Q(**public[0]) | Q(**public[1])) & Q(**{f"{prefix}rebuilt_from": None})


def _shores() -> dict[str, Shore]:
    """The shore on which a country stands in most public projects; on both alike: neither."""
    counts: dict[str, Counter[str]] = defaultdict(Counter)
    rows = ProjectCountry.objects.filter(_public("project__"))
    for country, role in rows.values_list("country", "role"):
        counts[country][role] += 1
    found = {}
    for country, roles in counts.items():
        home, abroad = roles[ProjectCountry.Role.ORIGIN], roles[ProjectCountry.Role.RESIDENCE]
        if home != abroad:
            found[country] = Shore.HOME if home > abroad else Shore.ABROAD
    return found


def _ties() -> list[Tie]:
    """What public organisations state, of other actors and of places."""
    rows = Tie.objects.filter(
        Q(other__isnull=False) | Q(place__isnull=False),
        actor__organisation__visibility=Visibility.PUBLIC,
    ).select_related("place__parent")
    place = ("place__key", "place__kind", "place__parent__key", "place__parent__kind")
    columns = ("actor_id", "other_id", "kind", "direction", "since", "until", "strength")
    return list(rows.only(*columns, *place).order_by("pk"))


def _places(ties: Iterable[Tie]) -> dict[Any, set[str]]:
    """Of every organisation the keys of places where it works or to which it is tied, and of the
    regions around them. Countries are too wide to be near each other."""
    works = Organisation.places.through.objects.filter(organisation__visibility=Visibility.PUBLIC)
    columns = ("organisation", "place__key", "place__kind")
    around = ("place__parent__key", "place__parent__kind")
    rows: list[tuple[Any, ...]] = list(works.values_list(*columns, *around))
    for tie in ties:
        if (place := tie.place) is not None:
            parent = place.parent
            whole = (parent.key, parent.kind) if parent else (None, None)
            rows.append((tie.actor_id, place.key, place.kind, *whole))
    found: dict[Any, set[str]] = defaultdict(set)
    for organisation, key, kind, parent_key, parent_kind in rows:
        if kind != Place.Kind.COUNTRY:
            found[organisation].add(key)
            if parent_kind == Place.Kind.REGION:
                found[organisation].add(parent_key)
    return found


def _actors_of(
    partners: Iterable[ProjectPartner], public: Collection[Any], shores: dict[str, Shore]
) -> tuple[dict[int, str], list[Node]]:
    """The actor of every partner that may be shown, and those who are in no register.

    The same name in the same country is one actor. A partner that is linked to an organisation
    which does not show itself is nobody here.
    """
    of_partner: dict[int, str] = {}
    known: dict[tuple[str, str], str] = {}
    nodes = []
    for row in partners:
        if row.organisation_id is not None:
            if row.organisation_id in public:
                of_partner[row.pk] = str(row.organisation_id)
            continue
        key = fold(row.name), row.country
        if key not in known:
            known[key] = f"{NAMED}{row.pk}"
            shore = shores.get(row.country, Shore.NEITHER)
            nodes.append(Node(known[key], row.name, row.kind, row.country, shore))
        of_partner[row.pk] = known[key]
    return of_partner, nodes


def _project_edges(
    partners: Iterable[ProjectPartner], of_partner: dict[int, str]
) -> Iterator[Edge]:
    """Every two partners of a project, for as long as both were in it."""
    together: dict[Any, list[ProjectPartner]] = defaultdict(list)
    for row in partners:
        if row.pk in of_partner:
            together[row.project_id].append(row)
    for rows in together.values():
        project = rows[0].project
        for one, two in combinations(rows, 2):
            ended = _first(one.left_on, two.left_on, _after(project.ends))
            source, target = of_partner[one.pk], of_partner[two.pk]
            if source != target and not (project.starts and ended and ended < project.starts):
                yield Edge(PROJECT, source, target, since=project.starts, ended=ended)


def _agreement_edges(of_partner: dict[int, str], day: date) -> Iterator[Edge]:
    """Every two partners who signed an agreement: that there is one, and while it holds.

    One that was ended counts until the day on which it was to end. If it was ended before that
    day, or had none, nothing public says when it ended: it is left out.
    """
    parties: dict[Agreement, list[str]] = defaultdict(list)
    rows = AgreementParty.objects.filter(
        agreement__state__in=(Agreement.State.SIGNED, Agreement.State.ENDED), partner__isnull=False
    ).select_related("agreement")
    signed_on = Max("agreement__versions__signatures__signed_on")
    signed: dict[Any, date | None] = {}
    for row in rows.annotate(signed_on=signed_on).order_by("pk"):
        signed[row.agreement_id] = row.signed_on
        if row.partner_id in of_partner:
            parties[row.agreement].append(of_partner[row.partner_id])
    for agreement, actors in parties.items():
        since = agreement.starts_on or signed[agreement.pk]
        ended = _after(agreement.expires_on)
        over = agreement.state == Agreement.State.ENDED and (ended is None or ended > day)
        if over or signed[agreement.pk] is None or (since and ended and ended < since):
            continue
        for one, two in combinations(sorted(set(actors)), 2):
            yield Edge(AGREEMENT, one, two, since=since, ended=ended)


def _first(*days: date | None) -> date | None:
    return min((day for day in days if day is not None), default=None)


def _after(day: date | None) -> date | None:
    return None if day is None else day + _ONE_DAY
