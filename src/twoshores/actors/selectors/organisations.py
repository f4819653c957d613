"""Every read of organisations, scoped to the reader first."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.core.exceptions import ValidationError
from django.db.models import Case, Count, Exists, IntegerField, OuterRef, Q, QuerySet, When
from django.http import Http404

from twoshores.accounts.models import User
from twoshores.accounts.readers import Reader
from twoshores.common import search
from twoshores.common.links import BadLink, read_token
from twoshores.common.models import Visibility

from ..models import Claim, Invitation, Membership, Organisation, OrganisationKind, Tie
from ..permissions.people import WRITERS
from ..tie_versions import Versions, versions_of

SEARCH_KIND = "organisation"
INVITATION = "invitation"
INVITATION_DAYS = 14
MOST_FOUND = 300


def organisations_visible_to(user: Reader) -> QuerySet[Organisation]:
    """Public ones for everybody; with a session also those for members; always one's own."""
    if not user.is_authenticated:
        return Organisation.objects.filter(visibility=Visibility.PUBLIC)
    if user.is_steward:
        return Organisation.objects.all()
    own = Membership.objects.filter(user=user).values("organisation")
    shown = Q(visibility__in=[Visibility.PUBLIC, Visibility.MEMBERS]) | Q(pk__in=own)
    return Organisation.objects.filter(shown)


def organisation_or_404(user: Reader, pk: Any) -> Organisation:
    """An organisation that the reader may know of; for others it does not exist."""
    try:
        return organisations_visible_to(user).get(pk=pk)
    except (Organisation.DoesNotExist, ValidationError, ValueError) as error:
        raise Http404 from error


def organisations_of(user: Reader) -> QuerySet[Membership]:
    """The reader's memberships, with their organisations, by name."""
    if not user.is_authenticated:
        return Membership.objects.none()
    found = Membership.objects.filter(user=user).select_related("organisation")
    return found.order_by("organisation__name")


def coordinated_alone(user: User) -> list[str]:
    """Names of the organisations that nobody but this user coordinates. One query."""
    coordinator = Membership.Role.COORDINATOR
    others = Membership.objects.filter(role=coordinator, organisation=OuterRef("organisation"))
    alone = Membership.objects.filter(user=user, role=coordinator).exclude(
        Exists(others.exclude(user=user))
    )
    return list(alone.order_by("organisation__name").values_list("organisation__name", flat=True))


def organisations_written_for(user: Reader) -> list[Organisation]:
    """Organisations for which the reader is coordinator or officer, by name. One query."""
    return [m.organisation for m in organisations_of(user).filter(role__in=WRITERS)]


@dataclass(frozen=True, slots=True)
class OrganisationFilters:
    query: str = ""
    kind: str = ""
    country: str = ""

    @classmethod
    def of(cls, values: Mapping[str, str]) -> "OrganisationFilters":
        kind, country = values.get("kind", ""), values.get("country", "").upper()
        return cls(
            query=values.get("q", "").replace("\x00", "").strip()[:200],
            kind=kind if kind in OrganisationKind.values else "",
            country=country if len(country) == 2 and country.isalpha() else "",
        )


@dataclass(frozen=True, slots=True)
class OrganisationsFound:
    """The filtered list, and for each filter its values with how many there would be."""

    filters: OrganisationFilters
    organisations: QuerySet[Organisation]
    facets: dict[str, list[tuple[str, int]]] = field(default_factory=dict)


def organisations_listed(user: Reader, filters: OrganisationFilters) -> OrganisationsFound:
    """The list that a reader sees: searched, narrowed, counted. Best match first, else by name.

    A facet counts what choosing one of its values would leave, with the other filters kept.
    """
    scope = organisations_visible_to(user)
    order: list[Any] = ["name", "pk"]
    if filters.query:
        ids = search.find(SEARCH_KIND, filters.query, limit=MOST_FOUND)
        scope = scope.filter(pk__in=ids)
        ranks = [When(pk=pk, then=rank) for rank, pk in enumerate(ids[:100])]
        if ranks:
            order.insert(0, Case(*ranks, default=len(ranks), output_field=IntegerField()))
    columns = {"kind": "organisation_kind", "country": "country"}
    chosen = {name: getattr(filters, name) for name in columns}
    narrowed = _narrowed(scope, columns, chosen)
    facets = {
        name: _counted(_narrowed(scope, columns, chosen | {name: ""}), column)
        for name, column in columns.items()
    }
    return OrganisationsFound(filters, narrowed.order_by(*order), facets)


def _narrowed(
    scope: QuerySet[Organisation], columns: Mapping[str, str], chosen: Mapping[str, str]
) -> QuerySet[Organisation]:
    return scope.filter(**{columns[name]: value for name, value in chosen.items() if value})


def _counted(scope: QuerySet[Organisation], column: str) -> list[tuple[str, int]]:
    rows = scope.exclude(**{column: ""}).values_list(column).annotate(n=Count("pk"))
    return sorted(rows.order_by(), key=lambda row: (-row[1], row[0]))


def members_of(organisation: Organisation) -> QuerySet[Membership]:
    """Members, coordinators first. The caller has asked `can_see_members`."""
    found = organisation.memberships.select_related("user", "organisation")
    return found.order_by("role", "since", "pk")


def invitations_of(organisation: Organisation) -> QuerySet[Invitation]:
    """Invitations not yet taken up. The caller has asked `can_manage_members`."""
    return organisation.invitations.order_by("-at")


def invitation_by_token(token: str) -> Invitation:
    """The invitation of a link, or BadLink."""
    pk, nonce = read_token(INVITATION, token, max_days=INVITATION_DAYS)
    found = Invitation.objects.filter(pk=pk, nonce=nonce).select_related("organisation").first()
    if found is None:
        raise BadLink.used()
    return found


def ties_of(organisation: Organisation) -> QuerySet[Tie]:
    """Ties that the organisation states, closest first; of people it names, only pseudonyms."""
    return organisation.ties.select_related(
        "place__parent", "other__organisation", "other__person"
    ).order_by("-strength", "pk")


def ties_disputed(user: Reader, ties: Sequence[Tie]) -> Versions:
    """By the key of each tie the versions of those at its other end that contradict it, and in
    what. For whoever may mend one; only of organisations that they may know. One query."""
    ends = {tie.other_id for tie in ties if tie.other_id is not None}
    if not ends:
        return {}
    known = organisations_visible_to(user).filter(pk__in=ends)
    theirs = Tie.objects.filter(
        actor__in=known.values("pk"), other__in={tie.actor_id for tie in ties}
    )
    return versions_of(ties, theirs.select_related("actor__organisation").order_by("pk"))


def claims_to_decide() -> QuerySet[Claim]:
    """What waits for stewards, oldest first."""
    found = Claim.objects.filter(state=Claim.State.ASKED).select_related("organisation", "user")
    return found.order_by("asked_at")


def claims_by(user: User) -> QuerySet[Claim]:
    """The reader's own claims, newest first."""
    return user.claims.select_related("organisation").order_by("-asked_at")
