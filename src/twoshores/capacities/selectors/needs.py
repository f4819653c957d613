"""Every read of needs, scoped to the reader."""

from django.db.models import (
    CharField,
    Exists,
    IntegerField,
    OuterRef,
    Prefetch,
    Q,
    QuerySet,
    Value,
)
from django.http import Http404

from twoshores.accounts.models import User
from twoshores.accounts.readers import Reader
from twoshores.actors.models import Membership
from twoshores.actors.permissions.people import WRITERS
from twoshores.common.models import Translation
from twoshores.common.translations import Facing, facing_from

from ..models import Need, NeedBeneficiaries, NeedRequirement

PUBLIC_STATES = (Need.State.OPEN, Need.State.FILLED)


def needs_visible_to(user: Reader) -> QuerySet[Need]:
    """Open and filled needs for everybody; drafts and closed ones for the organisation's own."""
    shown = Q(state__in=PUBLIC_STATES)
    if user.is_authenticated:
        own = Membership.objects.filter(user=user).values("organisation")
        shown |= Q(organisation__in=own)
    return Need.objects.filter(shown).select_related("organisation", "place__parent__parent")


def needs_owned_by(user: User) -> QuerySet[Need]:
    """Needs of the organisations that the reader is a member of."""
    own = Membership.objects.filter(user=user).values("organisation")
    office = Membership.objects.filter(
        user=user, organisation=OuterRef("organisation"), role__in=WRITERS
    )
    return (
        Need.objects.filter(organisation__in=own)
        .annotate(reader_writes=Exists(office))
        .select_related("organisation", "place__parent__parent")
    )


def reader_writes(need: Need) -> bool:
    """Whether the reader whom `needs_owned_by` was asked for acts for the need's organisation.

    For links only: what a reader may do is decided in permissions.
    """
    return bool(getattr(need, "reader_writes", False))


def need_or_404(user: Reader, pk: object) -> Need:
    """One need that the reader may see, or Http404."""
    need = with_lines(needs_visible_to(user)).filter(pk=str(pk)).first()
    if need is None:
        raise Http404
    return need


def own_need_or_404(user: User, pk: object) -> Need:
    """One need of an organisation that the reader is a member of, or Http404."""
    need = with_lines(needs_owned_by(user)).filter(pk=str(pk)).first()
    if need is None:
        raise Http404
    return need


def with_lines(needs: QuerySet[Need]) -> QuerySet[Need]:
    """Needs with what they ask, as a page and the matching read it: one more query."""
    lines = NeedRequirement.objects.select_related("concept")
    return needs.prefetch_related(Prefetch("requirements", lines))


HEAD_FIELDS = ("title", "description")


def head_of(need: Need, reader: str) -> tuple[Facing, list[NeedBeneficiaries]]:
    """What the head of a need's pages says: its texts for a reader, whom it serves. One query."""
    text, whole = CharField(), IntegerField()
    serves = Value("", text)  # no field of a need is called so
    served = need.beneficiaries.order_by().values_list(serves, "sex", "age_band", "number", "pk")
    translated = Translation.objects.filter(
        subject_kind=need._meta.label_lower,
        subject_id=str(need.pk),
        field__in=HEAD_FIELDS,
        language=reader,
    ).values_list("field", "text", "status", Value(0, whole), "pk")
    translations, rows = [], []
    found = sorted(served.union(translated, all=True), key=lambda row: row[4])
    for field, first, second, number, _pk in found:
        if field:
            translations.append(Translation(field=field, text=first, status=second))
        else:
            rows.append(NeedBeneficiaries(need=need, sex=first, age_band=second, number=number))
    return facing_from(need, HEAD_FIELDS, reader, translations), rows
