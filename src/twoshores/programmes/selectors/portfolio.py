"""The portfolio of a programme: every grant with its facts, and figures out of them.

Each figure is a sum over the grants that its page lists, so that it can be traced to them. Money
is summed by currency, and converted as a whole at one named rate for each currency.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from uuid import UUID

from babel.numbers import get_currency_precision
from django.db.models import CharField, Count, F, OuterRef, Q, Subquery
from django.db.models.functions import Coalesce
from django.utils import timezone

from twoshores.engines import budget as sums
from twoshores.projects.models import MigrantsPart, Project, ProjectCountry
from twoshores.projects.selectors.budget import NamedRate, published_rates
from twoshores.projects.selectors.shores import Shores, shores_between

from ..models import (
    Account,
    AccountedCorrection,
    GrantContract,
    JournalLine,
    Mission,
    MissionAction,
    Payment,
    Programme,
    Proposal,
    ReportDuty,
    ReportReview,
    Theme,
)
from .call_texts import text_in
from .duties import HANDED_IN, UNDER_WAY, settled
from .journal import CENTS, exact

Role = ProjectCountry.Role
type Pair = tuple[str, str]
type Quarter = tuple[int, int]  # year, 1 to 4
HIGH_RISK = 15  # likelihood x effect, of 25


@dataclass(frozen=True, slots=True)
class Filters:
    """What narrows a portfolio; "" narrows nothing."""

    origin: str = ""
    residence: str = ""
    capital: str = ""
    theme: str = ""
    stage: str = ""

    @classmethod
    def of(cls, values: Mapping[str, str]) -> "Filters":
        return cls(**{name: values.get(name, "") for name in cls.__slots__})


@dataclass(slots=True)
class Grant:
    """A funded project of the programme. Money: in the contracts' currencies, each apart."""

    proposal: Proposal
    project: Project
    pairs: list[Pair]
    contracts: int = 0
    committed: list[sums.Amount] = field(default_factory=list)
    paid: list[sums.Amount] = field(default_factory=list)
    reported: list[sums.Amount] = field(default_factory=list)
    written_off: list[sums.Amount] = field(default_factory=list)
    late_reports: int = 0
    late_actions: int = 0
    high_risks: int = 0
    migrants_decide: int = 0  # phases in which migrants decide, alone or with others
    phases_told: int = 0  # phases of which the project says how migrants take part


@dataclass(frozen=True, slots=True)
class Money:
    committed: sums.Sum
    paid: sums.Sum
    reported: sums.Sum
    written_off: sums.Sum


@dataclass(frozen=True, slots=True)
class Portfolio:
    grants: list[Grant]
    money: Money
    by_pair: dict[Pair, tuple[int, Money]]
    by_capital: dict[str, tuple[int, Money]]
    by_theme: dict[Theme | None, tuple[int, Money]]
    by_stage: dict[str, tuple[int, Money]]
    by_quarter: dict[Quarter, sums.Sum]  # paid, by the day of payment, without gaps
    shores: Shores
    rates: list[NamedRate]
    on: date


def portfolio_of(programme: Programme, filters: Filters) -> Portfolio:
    """The grants that pass the filters and what they add up to. Ten queries.

    The caller has asked `standing_with(...).reads`.
    """
    grants = grants_of(programme, filters)
    keys = {row.proposal.pk: row for row in grants}
    payments = _fill(keys)
    codes = {one.currency for row in grants for one in (*row.committed, *row.paid, *row.reported)}
    rates, named, on = rates_for(programme, codes)

    def money(rows: Iterable[Grant]) -> Money:
        chosen = list(rows)
        return Money(
            *(
                sums.add_up((one for row in chosen for one in getattr(row, name)), rates)
                for name in ("committed", "paid", "reported", "written_off")
            )
        )

    def by[K](keys_of: Callable[[Grant], Iterable[K]]) -> dict[K, tuple[int, Money]]:
        groups: dict[K, list[Grant]] = {}
        for row in grants:
            for key in keys_of(row):
                groups.setdefault(key, []).append(row)
        ordered = sorted(groups.items(), key=lambda group: (-len(group[1]), str(group[0])))
        return {key: (len(rows), money(rows)) for key, rows in ordered}

    return Portfolio(
        grants=grants,
        money=money(grants),
        by_pair=by(lambda row: row.pairs),
        by_capital=by(lambda row: [row.project.capital]),
        by_theme=by(lambda row: [row.proposal.theme]),
        by_stage=by(lambda row: [row.project.stage]),
        by_quarter=_by_quarter(payments, rates),
        shores=shores_between(_shores(row.project) for row in grants),
        rates=named,
        on=on,
    )


def grants_of(programme: Programme, filters: Filters) -> list[Grant]:
    """Selected proposals that pass the filters, without their money. Two queries."""
    rows = (
        Proposal.objects.filter(call__programme=programme, state=Proposal.State.SELECTED)
        .select_related("project", "theme", "call")
        .prefetch_related("project__countries")
        .order_by("call__code", "number")
    )
    found = (Grant(row, row.project, _pairs(row.project)) for row in rows)
    return [row for row in found if _passes(row, filters)]


def theme_titles(programme: Programme, reader: str) -> dict[str, str]:
    """Of all its calls, by id, as the reader reads them. One query."""
    title = Coalesce(text_in(Theme, "title", reader), F("title"), output_field=CharField())
    rows = Theme.objects.filter(call__programme=programme).annotate(read=title)
    return {str(pk): read for pk, read in rows.values_list("pk", "read")}


def _shores(project: Project) -> list[tuple[str, str]]:
    """Its countries, each with its role. Others count where no country of residence is named."""
    rows = [(row.country, str(row.role)) for row in project.countries.all()]
    if any(role == Role.RESIDENCE for _country, role in rows):
        return [row for row in rows if row[1] != Role.OTHER]
    return rows


def _pairs(project: Project) -> list[Pair]:
    """Country of origin x each country abroad, as on the map of shores."""
    rows = _shores(project)
    abroad = [country for country, role in rows if role != Role.ORIGIN]
    return [(origin, far) for origin, role in rows if role == Role.ORIGIN for far in abroad]


def _passes(row: Grant, filters: Filters) -> bool:
    origins = {origin for origin, _other in row.pairs}
    others = {other for _origin, other in row.pairs}
    theme = row.proposal.theme
    return (
        (not filters.origin or filters.origin in origins)
        and (not filters.residence or filters.residence in others)
        and (not filters.capital or filters.capital == row.project.capital)
        and (not filters.theme or (theme is not None and filters.theme == str(theme.pk)))
        and (not filters.stage or filters.stage == row.project.stage)
    )


def _by_quarter(
    payments: list[tuple[Quarter, sums.Amount]], rates: sums.Rates
) -> dict[Quarter, sums.Sum]:
    """From the first quarter with a payment to the last; an empty sum between them."""
    found = sums.grouped(payments, lambda row: row[0], lambda row: row[1], rates)
    if not found:
        return {}
    first, last = min(found), max(found)
    every = [(year, part) for year in range(first[0], last[0] + 1) for part in (1, 2, 3, 4)]
    return {one: found.get(one) or sums.add_up((), rates) for one in every if first <= one <= last}


def _fill(grants: Mapping[UUID, Grant]) -> list[tuple[Quarter, sums.Amount]]:
    """Money, lateness, risks, migrants' part of each grant; returns payments by quarter."""
    _contracts(grants)
    payments = _payments(grants)
    _reported(grants)
    _signs(grants)
    return payments


def _contracts(grants: Mapping[UUID, Grant]) -> None:
    """What the journal holds as committed, and what it wrote off, less what it took back of that.

    A contract that was given up before both sides signed committed nothing; one that was closed
    commits what was used of it. One query.
    """
    rows = GrantContract.objects.filter(proposal__in=grants).annotate(
        committed=_posted(Account.COMMITTED), lost=_posted(Account.WRITTEN_OFF)
    )
    for proposal, currency, committed, lost in rows.values_list(
        "proposal", "currency", "committed", "lost"
    ):
        if committed is None:
            continue
        grant = grants[proposal]
        grant.contracts += 1
        grant.committed.append(sums.Amount(exact(committed), currency))
        if lost:
            grant.written_off.append(sums.Amount(exact(lost), currency))


def _posted(account: Account) -> Subquery:
    """Of the contract of the outer row: the account's sum in hundredths, NULL without entries."""
    lines = JournalLine.objects.filter(contract=OuterRef("pk"), account=account)
    return Subquery(lines.order_by().values("contract").annotate(total=CENTS).values("total"))


def _payments(grants: Mapping[UUID, Grant]) -> list[tuple[Quarter, sums.Amount]]:
    rows = Payment.objects.filter(contract__proposal__in=grants, is_void=False)
    found = []
    for proposal, day, counts, currency, back in rows.values_list(
        "contract__proposal", "on", "counts", "contract__currency", "is_recovery"
    ):
        amount = sums.Amount(-counts if back else counts, currency)
        grants[proposal].paid.append(amount)
        found.append(((day.year, (day.month + 2) // 3), amount))
    return sorted(found, key=lambda row: row[0])


def _reported(grants: Mapping[UUID, Grant]) -> None:
    """As corrected last. Amount by amount: SQLite would sum decimals as floating point."""
    corrected = AccountedCorrection.objects.filter(review=OuterRef("pk")).order_by("-number")
    rows = ReportReview.objects.filter(
        duty__contract__proposal__in=grants, verdict=ReportReview.Verdict.ACCEPTED
    ).annotate(stands=Coalesce(Subquery(corrected.values("accounted")[:1]), "accounted"))
    for proposal, currency, accounted in rows.exclude(stands=None).values_list(
        "duty__contract__proposal", "duty__contract__currency", "stands"
    ):
        grants[proposal].reported.append(sums.Amount(accounted or Decimal(0), currency))


def _signs(grants: Mapping[UUID, Grant]) -> None:
    """Late reports and actions, high risks, where migrants decide. Four queries."""
    today = timezone.localdate()
    late = (
        ReportDuty.objects.filter(
            contract__proposal__in=grants, contract__state__in=UNDER_WAY, due_on__lt=today
        )
        .exclude(report__state__in=HANDED_IN)
        .exclude(settled())
    )
    counted = late.values_list("contract__proposal").annotate(many=Count("pk", distinct=True))
    for proposal, many in counted.order_by():
        grants[proposal].late_reports = many
    by_project: dict[UUID, list[Grant]] = {}
    for grant in grants.values():
        by_project.setdefault(grant.project.pk, []).append(grant)
    # A project may be funded by two programmes: what the other one found is its own.
    programmes = {row.proposal.call.programme_id for row in grants.values()}
    actions = MissionAction.objects.filter(
        mission__project__in=by_project,
        mission__programme__in=programmes,
        done_on__isnull=True,
        due_on__lt=today,
    ).exclude(mission__state=Mission.State.CALLED_OFF)
    for project, many in (
        actions.values_list("mission__project").annotate(many=Count("pk")).order_by()
    ):
        for grant in by_project[project]:
            grant.late_actions = many
    for project, likelihood, effect in Project.objects.filter(
        pk__in=by_project, risks__isnull=False
    ).values_list("pk", "risks__likelihood", "risks__effect"):
        if likelihood and effect and likelihood * effect >= HIGH_RISK:
            for grant in by_project[project]:
                grant.high_risks += 1
    say = MigrantsPart.Say
    parts = MigrantsPart.objects.filter(project__in=by_project).values_list("project")
    deciding = Q(say__in=(say.DECIDE_TOGETHER, say.LEAD))
    told = parts.annotate(many=Count("pk"), deciding=Count("pk", filter=deciding))
    for project, many, decide in told.order_by():
        for grant in by_project[project]:
            grant.phases_told, grant.migrants_decide = many, decide


def rates_for(
    programme: Programme, codes: Iterable[str]
) -> tuple[sums.Rates, list[NamedRate], date]:
    """Rates into the programme's currency, each named, and the day they are of. One query."""
    on = programme.rates_on or timezone.localdate()
    wanted = sorted(set(codes) - {programme.currency})
    found = published_rates(programme.currency, wanted, on) if wanted else {}
    per_unit = {code: rate.per_unit for code, rate in found.items()}
    places = get_currency_precision(programme.currency)
    named = [found[code] for code in wanted if code in found]
    return sums.Rates(programme.currency, per_unit, places), named, on
