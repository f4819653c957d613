"""What agreements in force give partners in money: for the budget and for the design review."""

from decimal import Decimal

from django.db.models import Q, QuerySet
from django.utils import timezone

from twoshores.projects.agreed_money import AgreedMoney
from twoshores.projects.models import Project, ProjectPartner
from twoshores.projects.selectors.budget import shares_of

from ..models import Agreement, AgreementAmount

PAGE = "alliance_agreement"
# Papers that speak of each partner's money (papers/data/papers.toml: money, payment).
OF_MONEY = frozenset({Agreement.Kind.PARTNERSHIP, Agreement.Kind.CONTRACT})


def agreed_amounts(project: Project) -> QuerySet[AgreementAmount]:
    """Of papers that all have signed and that have not run out; letters bind nobody."""
    lasting = Q(party__agreement__expires_on=None) | Q(
        party__agreement__expires_on__gte=timezone.localdate()
    )
    return AgreementAmount.objects.filter(
        lasting,
        party__agreement__project=project,
        party__agreement__state=Agreement.State.SIGNED,
        party__partner__left_on=None,
        party__partner__isnull=False,
    ).exclude(party__agreement__kind=Agreement.Kind.LETTER)


def agreed_money(project: Project) -> list[AgreedMoney]:
    """One query."""
    rows = agreed_amounts(project).select_related("party__agreement").order_by("pk")
    return [
        AgreedMoney(
            partner=row.party.partner_id or 0,
            amount=row.amount,
            currency=row.currency,
            title=row.party.agreement.title,
            page=PAGE,
            pk=str(row.party.agreement_id),
        )
        for row in rows
    ]


def planned_money(
    project: Project, kind: str, partners: list[ProjectPartner]
) -> dict[int, dict[str, Decimal]]:
    """What the budget plans for each side, which such a paper is filled with: by partner and
    currency. Of a contract only what the lead's counterpart gets. One query."""
    if kind not in OF_MONEY:
        return {}
    shares = shares_of(project)
    return {
        row.pk: {amount.currency: amount.value for amount in shares.get(row.pk, [])}
        for row in partners
        if kind == Agreement.Kind.PARTNERSHIP or not row.is_lead
    }
