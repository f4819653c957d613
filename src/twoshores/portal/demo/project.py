"""A project of the demo, under way, by the same services that real people use.

Calmer months in Kayes: a town's desk for emigrants and an association in Montreuil teach families
on both shores to plan the money that is sent. Days are counted from the day of loading, so that
something is done, something is late, and something lies ahead, whenever the demo is begun.
"""

from collections.abc import Iterable
from datetime import date, timedelta
from decimal import Decimal

from django.db import transaction
from django.utils import timezone

from twoshores.accounts.models import User
from twoshores.actors.models import Organisation
from twoshores.catalogue.models import BuildingBlock
from twoshores.catalogue.selectors import as_design
from twoshores.engines.indicators import Value
from twoshores.projects.models import (
    Activity,
    Alignment,
    DraftingPart,
    Indicator,
    MigrantsPart,
    Period,
    Project,
    ProjectPartner,
    Result,
    Risk,
    SkillNeed,
)
from twoshores.projects.services.blocks import block_take
from twoshores.projects.services.budget import (
    AmountData,
    ExpenseData,
    expense_add,
    expense_confirm,
    line_create,
)
from twoshores.projects.services.chain import result_create
from twoshores.projects.services.indicators import (
    MeasurementData,
    measurement_add,
    measurement_confirm,
    targets_set,
)
from twoshores.projects.services.periods import periods_make
from twoshores.projects.services.plan import PartsData, activity_update, progress_note
from twoshores.projects.services.projects import (
    partner_add,
    partner_rights,
    project_create,
    project_move,
)
from twoshores.projects.services.reports import report_move, report_write, reports_open
from twoshores.projects.services.rows import row_create, row_update

from .alliance import load_demo_alliance

KEEPER, PARTNER = "ml-kayes", "fr-montreuil"
BLOCK = "financial-literacy"
LANGUAGE = "fr"
MONTH = timedelta(days=30)


@transaction.atomic
def load_demo_project(organisations: dict[str, Organisation]) -> Project | None:
    """Design it and run it for half a year. None where the building blocks are not loaded."""
    block = BuildingBlock.objects.filter(key=BLOCK).first()
    if block is None:
        return None
    by = _user(KEEPER)
    today = timezone.localdate()
    starts = (today - 5 * MONTH).replace(day=1)
    project = project_create(
        by=by,
        owner=organisations[KEEPER],
        facts={
            "title": "Des mois plus calmes à Kayes",
            "language": LANGUAGE,
            "currency": "EUR",
            "capital": "financial",
            "starts": starts,
            "ends": starts + timedelta(days=545),
            "problem": "L'argent envoyé arrive au début du mois et ne dure qu'une semaine. "
            "Ceux qui l'envoient ne savent pas à quoi il sert.",
            "summary": "Familles de Kayes et parents de Montreuil apprennent ensemble à prévoir.",
        },
        countries=[("ML", "origin"), ("FR", "residence")],
    )
    here, there = _partners(by, project, organisations)
    result_create(
        by=by,
        project=project,
        level=Result.Level.GOAL,
        facts={"text": "Les familles de Kayes traversent le mois sans dettes"},
    )
    block_take(by=by, project=project, block=as_design(block, LANGUAGE))
    first, _second, *_rest = _periods(by, project, starts)
    _plan(by, project, starts, (here, there))
    _money(by, project, first, here, there, today)
    _results(by, project, first, starts)
    _around(by, project, here)
    project_move(by=by, project=project, move="begin")
    _progress(by, project, today)
    _reports(by, project, first, there)
    load_demo_alliance(by, _user(PARTNER), project, here, there)
    return project


def _user(code: str) -> User:
    return User.objects.get(email=f"{code}@demo.example.org")


def _partners(
    by: User, project: Project, organisations: dict[str, Organisation]
) -> tuple[ProjectPartner, ProjectPartner]:
    here = project.partners.get(is_lead=True)
    facts = {"role": "Réunit les familles et tient la liste des cours.", "currency": "XOF"}
    row_update(by=by, project=project, row=here, opened_version=here.version, facts=facts)
    abroad = organisations[PARTNER]
    there = partner_add(
        by=by,
        project=project,
        facts={
            "name": abroad.name,
            "organisation": abroad,
            "country": "FR",
            "kind": abroad.organisation_kind,
            "mobilises_migrants": True,
            "role": "Réunit les parents à Montreuil et forme les animatrices.",
            "currency": "EUR",
            "agreement": ProjectPartner.Agreement.SIGNED,
        },
    )
    partner_rights(by=by, project=project, partner=there, may_edit=True)
    return here, there


def _periods(by: User, project: Project, starts: date) -> list[Period]:
    spans = []
    for number in range(3):
        begins = starts + timedelta(days=182 * number)
        spans.append((f"Semestre {number + 1}", begins, begins + timedelta(days=181)))
    return periods_make(by=by, project=project, spans=spans)


def _plan(
    by: User, project: Project, starts: date, partners: tuple[ProjectPartner, ProjectPartner]
) -> None:
    """One activity after the other, each of six weeks, in the evenings and on weekends."""
    before: Activity | None = None
    for number, activity in enumerate(project.activities.all()):
        begins = starts + timedelta(days=45 * number)
        facts = {
            "starts": begins,
            "ends": begins + timedelta(days=40),
            "times": ["evenings", "weekends"],
            "has_volunteers": number % 3 == 1,
            "country": ("ML", "FR")[number % 2],
        }
        parts = PartsData(
            responsible=partners[number % 2],
            contributing=[partners[(number + 1) % 2]],
            waits_for=[before] if before is not None and number % 2 else [],
        )
        activity_update(
            by=by,
            project=project,
            row=activity,
            opened_version=activity.version,
            facts=facts,
            parts=parts,
        )
        before = activity


def _money(
    by: User,
    project: Project,
    first: Period,
    here: ProjectPartner,
    there: ProjectPartner,
    today: date,
) -> None:
    project.rates.create(
        currency="XOF",
        per_unit=Decimal("655.957"),
        on=date(1999, 1, 1),
        source="Parité fixe",
    )
    lines = [
        line_create(
            by=by,
            project=project,
            facts={"text": text, "partner": who, "category": category, "currency": currency}
            | ({"source": "volunteers"} if category == "staff" else {}),
            amounts={first: AmountData(Decimal(amount))},
        )
        for text, who, category, currency, amount in (
            ("Soirées à Kayes", here, "training", "XOF", 2_400_000),
            ("Livrets en soninké et en bambara", here, "translation", "XOF", 900_000),
            ("Téléphone", here, "communication", "XOF", 180_000),
            ("Enquête avant et après", here, "monitoring", "XOF", 1_100_000),
            ("Visites dans les deux sens", there, "travel", "EUR", 3_200),
            ("Cours à Montreuil", there, "training", "EUR", 1_800),
            ("Temps des bénévoles", there, "staff", "EUR", 2_600),
        )
    ]
    entered = []
    for line, amount, text in (
        (lines[0], 1_440_000, "Douze soirées"),
        (lines[4], 1_280, "Un voyage"),
    ):
        day = min(first.starts + timedelta(days=60), today)
        data = ExpenseData(line, day, Decimal(amount), line.currency, text)
        entered.append(expense_add(by=by, project=project, data=data))
    expense_confirm(by=_user(PARTNER), row=entered[0])


def _results(by: User, project: Project, first: Period, starts: date) -> None:
    """The first number is measured and confirmed, the second measured only."""
    numbers = project.indicators.filter(kind=Indicator.Kind.NUMBER)[:2]
    for place, indicator in enumerate(numbers):
        targets_set(by=by, indicator=indicator, targets={first: Value(number=Decimal(120))})
        data = MeasurementData(
            Value(number=Decimal(86 - 30 * place)),
            starts + timedelta(days=90),
            source="Listes de présence",
        )
        row = measurement_add(by=by, indicator=indicator, period=first, data=data)
        if place == 0:
            measurement_confirm(by=_user(PARTNER), row=row)


def _around(by: User, project: Project, here: ProjectPartner) -> None:
    def add(model: type, rows: Iterable[dict[str, object]]) -> None:
        for facts in rows:
            row_create(by=by, project=project, model=model, facts=facts)

    add(
        MigrantsPart,
        (
            {"phase": phase, "say": say, "who": "Les parents de Montreuil", "how": how}
            for phase, say, how in (
                ("identification", "together", "Trois soirées à Montreuil"),
                ("design", "together", "Relecture de chaque version"),
                ("implementation", "lead", "Ils animent les cours"),
                ("monitoring", "informed", "Une lettre par trimestre"),
            )
        ),
    )
    add(
        DraftingPart,
        (
            {"who": "partner", "how": "Deux appels par mois"},
            {"who": "women", "how": "Une assemblée à Kayes", "people": 34},
        ),
    )
    add(
        Risk,
        (
            {
                "kind": "external",
                "text": "Les frais de transfert augmentent",
                "likelihood": 3,
                "effect": 3,
                "response": "Comparer les opérateurs chaque trimestre",
                "owner": here,
            },
            {
                "kind": "relational",
                "text": "La personne qui nous a réunis quitte Montreuil",
                "likelihood": 2,
                "effect": 5,
            },
        ),
    )
    add(SkillNeed, [{"text": "Animer un cours de gestion du budget familial en soninké"}])
    sector = {"kind": "dac_sector", "code": "24050", "percent": 100}  # sending money home
    add(Alignment, [{"kind": "gcm", "code": "20"}, sector])


def _progress(by: User, project: Project, today: date) -> None:
    """What has ended is done, but for one; what is under way is half done."""
    for number, activity in enumerate(project.activities.filter(starts__lte=today)):
        assert activity.ends is not None
        is_over = activity.ends < today
        if is_over and number == 1:
            continue
        progress_note(
            by=by,
            activity=activity,
            on=min(activity.ends, today),
            done_percent=100 if is_over else 50,
            text="",
            language=LANGUAGE,
        )


def _reports(by: User, project: Project, first: Period, there: ProjectPartner) -> None:
    made = reports_open(by=by, period=first, due_on=first.ends + timedelta(days=30))
    own = next(row for row in made if row.partner_id == there.pk)
    abroad = _user(PARTNER)
    facts = {
        "done": "Six soirées à Montreuil, avec des parents de quatre villages.",
        "changed": "Plusieurs envoient moins, plus souvent, et savent pourquoi.",
        "difficulties": "Peu de gens sont libres pendant les moissons de ceux restés au pays.",
    }
    own = report_write(by=abroad, report=own, opened_version=own.version, facts=facts)
    report_move(by=abroad, report=own, move="submit", remark="", language=LANGUAGE)
