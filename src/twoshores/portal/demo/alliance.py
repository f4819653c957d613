"""The alliance of the demo's project: what partners bring, a meeting, stakeholders scored twice.

In French, as the project; by the same services that real people use.
"""

from datetime import date, timedelta

from django.utils import timezone

from twoshores.accounts.models import User
from twoshores.alliances.models import (
    Brief,
    CapacityTransfer,
    Change,
    Contact,
    Force,
    Meeting,
    PartnershipOrigin,
    PartnerVision,
    PolicyMoment,
    ScoringRound,
    Stakeholder,
    StrategicAlly,
)
from twoshores.alliances.services.allies import force_score, told_write
from twoshores.alliances.services.coverage import needs_draw, strengths_set
from twoshores.alliances.services.meetings import Step, meeting_record
from twoshores.alliances.services.stakeholders import (
    round_close,
    round_open,
    stakeholder_score,
    stakeholder_write,
)
from twoshores.projects.models import Project, ProjectPartner
from twoshores.projects.services.rows import row_create

LANGUAGE = "fr"

# (name, group, country, language, strategy, what rests on it, two rounds of two opinions)
STAKEHOLDERS = [
    ("Mairie de Kayes", "local_authority", "ML", "involve", "assumption",
     [((3, 4), (4, 4)), ((5, 4), (4, 5))]),
    ("Caisse de crédit du quartier", "private", "ML", "", "activity",
     [((4, 4), (4, 3)), ((2, 4), (2, 3))]),
    ("Imams et cheffes de quartier", "leaders", "ML", "consult", "",
     [((2, 3), (3, 4)), ((3, 3), (4, 4))]),
    ("Familles qui reçoivent l'argent", "migrants", "ML", "", "",
     [((4, 1), (5, 2)), ((5, 2), (5, 3))]),
    ("Consulat du Mali à Paris", "public", "FR", "", "",
     [((2, 3), (2, 3)), ((3, 3), (3, 4))]),
    ("Maison des associations de Montreuil", "civil", "FR", "inform", "",
     [((2, 1), (1, 2)), ((2, 2), (1, 2))]),
]  # fmt: skip


def load_demo_alliance(
    by: User, other: User, project: Project, here: ProjectPartner, there: ProjectPartner
) -> None:
    """by: writes for the keeper; other: for the partner abroad."""
    today = timezone.localdate()
    _strengths(by, project, here, there)
    _together(by, project, here, there, today)
    _meetings(by, project, here, there)
    _stakeholders(by, other, project)
    _allies(by, other, project, today)


def _strengths(by: User, project: Project, here: ProjectPartner, there: ProjectPartner) -> None:
    project = Project.objects.get(pk=project.pk)
    needs_draw(by=by, project=project, language=LANGUAGE)
    shown = {
        "country:ML": {here: "Un bureau au marché depuis 2004"},
        "country:FR": {there: "Une permanence chaque samedi à Montreuil"},
        "migrants:ML-FR": {there: "Huit cents adhérents de la région"},
        "authority:ML": {here: "Le maire préside le comité"},
        "block:financial-literacy": {there: "Trois ans de cours du soir"},
    }
    for need in project.partner_needs.all():
        said = {
            partner: ("shown", evidence, None)
            for partner, evidence in shown.get(need.drawn_from, {}).items()
        }
        if need.drawn_from == "block:financial-literacy":
            said[here] = ("said", "", None)
        for partner, words in said.items():
            strengths_set(by=by, project=project, need=need, said={partner: words}, said_by=partner)


def _together(
    by: User, project: Project, here: ProjectPartner, there: ProjectPartner, today: date
) -> None:
    visions = {
        here: "Chaque famille sait le premier du mois ce qu'il restera le vingt-cinq.",
        there: "Ceux qui envoient et ceux qui reçoivent décident ensemble de l'argent.",
    }
    for partner, text in visions.items():
        facts = {"partner": partner, "text": text, "language": LANGUAGE}
        row_create(by=by, project=project, model=PartnerVision, facts=facts)
    facts = {"how": ["migrant", "old_friends"], "since": 2019}
    row_create(by=by, project=project, model=PartnershipOrigin, facts=facts)
    for learner, teacher, what, means, days in (
        (here, there, "Tenir les comptes d'un bailleur", "peer", -40),
        (there, here, "Parler d'argent avec les anciens", "exposure", 50),
    ):
        day = today + timedelta(days=days)
        facts = {"learner": learner, "teacher": teacher, "what": what, "means": means}
        when = {"happened_on": day, "evidence": "Le dernier bilan fut fait sans aide"}
        facts |= {"planned_for": day} | (when if days < 0 else {})
        row_create(by=by, project=project, model=CapacityTransfer, facts=facts)


def _meetings(by: User, project: Project, here: ProjectPartner, there: ProjectPartner) -> None:
    now = timezone.now().replace(hour=17, minute=0, second=0, microsecond=0)
    base = {"language": LANGUAGE, "zone": "Africa/Bamako", "minutes": 60}
    held = row_create(
        by=by,
        project=project,
        model=Meeting,
        facts=base
        | {
            "title": "Premier bilan des cours",
            "starts_at": now - timedelta(days=50),
            "where": "Par téléphone",
            "agenda": "Présences\nMatériel\nSuite",
        },
    )
    meeting_record(
        by=by,
        meeting=held,
        opened_version=held.version,
        facts={
            "notes": "Les cours du soir sont pleins, ceux du matin presque vides.",
            "decided": "Tous les cours ont lieu le soir.",
        },
        presences={here: True, there: True},
        step=Step("Chercher une deuxième salle", here, timezone.localdate() + timedelta(days=6)),
        keep_decision=True,
    )
    facts = {"title": "Préparer la visite", "starts_at": now + timedelta(days=9)}
    row_create(by=by, project=project, model=Meeting, facts=base | facts)
    facts = {"partner": there, "on": timezone.localdate() - timedelta(days=12), "how": "call"}
    row_create(by=by, project=project, model=Contact, facts=facts)


def _stakeholders(by: User, other: User, project: Project) -> None:
    made: list[tuple[Stakeholder, list[tuple[tuple[int, int], tuple[int, int]]]]] = []
    may_rest = {
        "assumption": project.assumptions.first(),
        "activity": project.activities.last(),
    }
    for name, group, country, strategy, rests, opinions in STAKEHOLDERS:
        resting = may_rest.get(rests)
        row = stakeholder_write(
            by=by,
            project=project,
            row=None,
            opened_version=0,
            facts={
                "name": name,
                "group": group,
                "country": country,
                "language": LANGUAGE,
                "strategy": strategy,
                "organisation": None,
            },
            rests=[resting] if resting is not None else [],
        )
        made.append((row, opinions))
    for number in range(2):
        current = round_open(by=by, project=project, kind=ScoringRound.Kind.STAKEHOLDERS)
        for row, opinions in made:
            for user, (interest, influence) in zip((by, other), opinions[number], strict=True):
                stakeholder_score(
                    by=user,
                    round_=current,
                    stakeholder=row,
                    interest=interest,
                    influence=influence,
                    reason="D'après la dernière visite",
                )
        round_close(by=by, round_=current)


def _allies(by: User, other: User, project: Project, today: date) -> None:
    change = row_create(
        by=by,
        project=project,
        model=Change,
        facts={
            "text": "Chaque mairie de la région a un guichet pour les familles qui reçoivent",
            "language": LANGUAGE,
        },
    )
    council = row_create(
        by=by,
        project=project,
        model=StrategicAlly,
        facts={
            "name": "Conseil régional de Kayes",
            "country": "ML",
            "level": "regional",
            "stance": "open",
            "stance_reason": "A demandé les chiffres du premier semestre",
            "gains": "Des chiffres sur l'argent envoyé, qu'il n'a pas",
            "language": LANGUAGE,
        },
    )
    forces = [
        ("for", "Le maire veut garder les jeunes au pays", council, ((3, 3), (4, 5))),
        ("for", "Les familles parlent des cours au marché", None, ((2, 2), (3, 3))),
        ("against", "Le budget de l'année est déjà voté", council, ((5, 4), (3, 3))),
        ("against", "Chaque association veut son propre guichet", None, ((3, 3), (3, 4))),
    ]
    made = []
    for side, text, ally, opinions in forces:
        facts = {"change": change, "side": side, "text": text, "ally": ally}
        made.append((row_create(by=by, project=project, model=Force, facts=facts), opinions))
    for number in range(2):
        current = round_open(by=by, project=project, kind=ScoringRound.Kind.FORCES)
        for row, opinions in made:
            for user, strength in zip((by, other), opinions[number], strict=True):
                force_score(
                    by=user, round_=current, force=row, strength=strength, reason="Vu au conseil"
                )
        round_close(by=by, round_=current)
    facts = {
        "kind": "budget",
        "title": "Budget de la région pour l'an prochain",
        "country": "ML",
        "opens_on": today + timedelta(days=40),
        "closes_on": today + timedelta(days=75),
    }
    row_create(by=by, project=project, model=PolicyMoment, facts=facts)
    told_write(
        by=by,
        project=project,
        model=Brief,
        row=None,
        opened_version=0,
        facts={
            "change": change,
            "ally": council,
            "title": "Un guichet dans chaque mairie",
            "problem": "L'argent envoyé arrive, et personne sur place n'aide à le prévoir.",
            "ask": "Un agent deux matins par semaine, dans douze mairies.",
            "language": LANGUAGE,
        },
        evidence=list(project.indicators.all()[:2]),
    )
