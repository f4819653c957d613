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

from django.db.models import CharField, Count, F, Max, Q, QuerySet, Sum, Value
from django.db.models.functions import Cast
from django.utils import timezone

from twoshores.actors.models import Organisation, Tie
from twoshores.common.folding import fold
from twoshores.common.models import AuditEvent, Place, Visibility
from twoshores.common.remembered import Remembered
from twoshores.engines.network import AGREEMENT, PROJECT, Edge, Network, Node, Shore, network_of
from twoshores.projects.models import Project, ProjectCountry, ProjectPartner

from ..models import Agreement, AgreementParty

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
        _counted(Tie.objects.filter(other__isnull=False), Max("pk")),
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
    """Eight queries, whatever the numbers."""
    shown = shown_projects()
    partners = list(_partners(shown))
    shores = _shores(shown)
    columns = ("name", "organisation_kind", "country", "sectors")
    organisations = list(public_organisations().only(*columns))
    public = {row.pk for row in organisations}
    places = _places()
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
    edges = [*_tie_edges(), *_project_edges(shown, partners, of_partner)]
    edges += _agreement_edges(shown, of_partner)
    return Material(stamp, day, (*nodes, *named), tuple(edges))


def shown_projects() -> dict[Any, Project]:
    """Public projects that show who their partners are; not those rebuilt from another."""
    public = Q(is_example=True) | Q(visibility=Visibility.PUBLIC)
    rows = Project.objects.filter(public, rebuilt_from=None).only(
        "pk", "is_example", "shown", "starts", "ends", "stage"
    )
    return {row.pk: row for row in rows if row.is_example or "partners" in row.shown}


def names_of(ids: Collection[str]) -> dict[str, Named]:
    """What actors are called, as everybody may read it now; who may not be named is left out.

    Three queries at most.
    """
    register = [pk for pk in ids if not pk.startswith(NAMED)]
    found = {
        str(row.pk): Named(row.name, row.name_language, row.country, str(row.pk))
        for row in public_organisations().filter(pk__in=register)
    }
    numbers = [int(pk.removeprefix(NAMED)) for pk in ids if pk.startswith(NAMED)]
    if numbers:
        shown = shown_projects()
        rows = ProjectPartner.objects.filter(pk__in=numbers, organisation=None)
        found |= {
            f"{NAMED}{row.pk}": Named(row.name, "", row.country, None)
            for row in rows
            if row.project_id in shown
        }
    return found


def _partners(shown: Collection[Any]) -> Iterator[ProjectPartner]:
    rows = ProjectPartner.objects.filter(project__in=list(shown)).order_by("pk")
    yield from rows.only(
        "pk", "project_id", "name", "country", "kind", "organisation_id", "left_on"
    )


def _shores(shown: Collection[Any]) -> dict[str, Shore]:
    """The shore on which a country stands in most of the projects; on both alike: neither."""
    counts: dict[str, Counter[str]] = defaultdict(Counter)
    rows = ProjectCountry.objects.filter(project__in=list(shown))
    for country, role in rows.values_list("country", "role"):
        counts[country][role] += 1
    found = {}
    for country, roles in counts.items():
        home, abroad = roles[ProjectCountry.Role.ORIGIN], roles[ProjectCountry.Role.RESIDENCE]
        if home != abroad:
            found[country] = Shore.HOME if home > abroad else Shore.ABROAD
    return found


def _places() -> dict[Any, set[str]]:
    """Of every organisation the keys of its places and of the regions around them."""
    found: dict[Any, set[str]] = defaultdict(set)
    rows = Organisation.places.through.objects.filter(
        organisation__visibility=Visibility.PUBLIC
    ).exclude(place__kind=Place.Kind.COUNTRY)
    columns = ("organisation", "place__key", "place__parent__key", "place__parent__kind")
    for organisation, key, around, kind in rows.values_list(*columns):
        found[organisation].add(key)
        if kind == Place.Kind.REGION:
            found[organisation].add(around)
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


def _tie_edges() -> Iterator[Edge]:
    """Ties that one organisation states to another, from whom to whom they lead."""
    both_public = {
        "actor__organisation__visibility": Visibility.PUBLIC,
        "other__organisation__visibility": Visibility.PUBLIC,
    }
    rows = Tie.objects.filter(**both_public).exclude(actor=F("other"))
    columns = ("actor", "other", "kind", "direction", "since", "strength")
    for actor, other, kind, direction, since, strength in rows.values_list(*columns):
        ends = (other, actor) if direction == Tie.Direction.IN else (actor, other)
        yield Edge(
            kind,
            str(ends[0]),
            str(ends[1]),
            since=date(since, 1, 1) if since and since >= 1 else None,
            directed=direction != Tie.Direction.BOTH,
            strength=float(strength),
        )


def _project_edges(
    shown: dict[Any, Project], partners: Iterable[ProjectPartner], of_partner: dict[int, str]
) -> Iterator[Edge]:
    """Every two partners of a project, for as long as both were in it."""
    together: dict[Any, list[ProjectPartner]] = defaultdict(list)
    for row in partners:
        if row.pk in of_partner:
            together[row.project_id].append(row)
    for project, rows in together.items():
        since = shown[project].starts
        for one, two in combinations(rows, 2):
            ends = (one.left_on, two.left_on, _after(shown[project].ends))
            ended = min((day for day in ends if day is not None), default=None)
            source, target = of_partner[one.pk], of_partner[two.pk]
            if source != target and not (since and ended and ended < since):
                yield Edge(PROJECT, source, target, since=since, ended=ended)


def _agreement_edges(shown: Collection[Any], of_partner: dict[int, str]) -> Iterator[Edge]:
    """Every two partners who signed an agreement: that there is one, and while it holds."""
    states = (Agreement.State.SIGNED, Agreement.State.ENDED)
    signed = {
        row.pk: row
        for row in Agreement.objects.filter(project__in=list(shown), state__in=states).annotate(
            last_signed=Max("versions__signatures__signed_on")
        )
        if row.last_signed is not None  # one that was given up unsigned holds nothing
    }
    parties: dict[Any, list[str]] = defaultdict(list)
    rows = AgreementParty.objects.filter(agreement__in=list(signed), partner__isnull=False)
    for agreement, partner in rows.order_by("pk").values_list("agreement", "partner"):
        if partner in of_partner:
            parties[agreement].append(of_partner[partner])
    ended_on = _ended_on([pk for pk, row in signed.items() if row.state == Agreement.State.ENDED])
    for pk, actors in parties.items():
        row = signed[pk]
        since = row.starts_on or row.last_signed
        ends = (ended_on.get(str(pk)), _after(row.expires_on))
        ended = min((day for day in ends if day is not None), default=None)
        if row.state == Agreement.State.ENDED and ended is None:
            continue  # over, and nothing says since when
        if ended is not None and ended < since:
            continue
        for one, two in combinations(sorted(set(actors)), 2):
            yield Edge(AGREEMENT, one, two, since=since, ended=ended)


def _ended_on(agreements: list[Any]) -> dict[str, date]:
    if not agreements:
        return {}
    events = AuditEvent.objects.filter(
        verb="agreement.end", subject_id__in=[str(pk) for pk in agreements]
    )
    return {pk: timezone.localdate(at) for pk, at in events.values_list("subject_id", "at")}


def _after(day: date | None) -> date | None:
    return None if day is None else day + _ONE_DAY
