"""What is proposed to the demo's earlier call: its running project, and two small designs.

Each says what it asks, what its partners answer and what two assessors thought of it.
"""

from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from twoshores.accounts.models import User
from twoshores.actors.models import Organisation
from twoshores.projects.models import Project, Result
from twoshores.projects.services.budget import AmountData, line_create
from twoshores.projects.services.chain import result_create
from twoshores.projects.services.indicators import indicator_create
from twoshores.projects.services.periods import periods_make
from twoshores.projects.services.plan import PartsData, activity_create
from twoshores.projects.services.projects import partner_add, project_create
from twoshores.projects.services.rows import row_update

from .project import KEEPER, PARTNER


@dataclass(frozen=True, slots=True)
class Share:
    """What one partner asks and brings, in euro, in which currency it is paid, what it answers."""

    code: str  # of the organisation, as in needs.json
    asked: int
    own: int
    paid_in: str
    answer: str


@dataclass(frozen=True, slots=True)
class Reading:
    """Marks by criterion, that of each organisation first, from the keeper on; and in words."""

    organisations: tuple[int, int]
    others: tuple[int, int, int]
    strengths: str
    weaknesses: str


@dataclass(frozen=True, slots=True)
class Asked:
    """A proposal, how it was read, and what was decided with which reasons, in English."""

    theme: int  # place in the list of themes
    answer: str
    shares: tuple[Share, Share]  # the keeper's first
    readings: tuple[Reading, Reading]
    outcome: str
    reasons: str


@dataclass(frozen=True, slots=True)
class Design:
    """A small design whose partners bring nobody to a running project yet. Amounts in euro."""

    language: str
    title: str
    problem: str
    summary: str
    goal: str
    outcome: str
    output: str
    indicator: str
    unit: str
    roles: tuple[str, str]
    activities: tuple[str, str, str, str]
    lines: tuple[tuple[str, int, str, int], ...]  # (for what, whose: 0 or 1, kind of cost, amount)


RUNNING = Asked(
    theme=0,
    answer="Des familles de Kayes et leurs parents de Montreuil suivent les mêmes soirées, chacun "
    "chez soi, et comparent leurs cahiers. Les prix ont monté : c'est maintenant que le mois est "
    "trop long.",
    shares=(
        Share(
            *(KEEPER, 6_900, 80, "XOF"),
            "Le guichet réunit les familles depuis des années ; deux agents tiennent les listes.",
        ),
        Share(
            *(PARTNER, 5_000, 2_600, ""),
            "Nos adhérents viennent de ces villages. Quatre d'entre nous animent les soirées.",
        ),
    ),
    readings=(
        Reading(
            (4, 5),
            (4, 4, 4),
            "Les deux rives font le même cours.",
            "Peu de liens avec les banques.",
        ),
        Reading(
            (4, 4), (5, 4, 4), "The association chooses the trainers.", "The survey comes late."
        ),
    ),
    outcome="selected",
    reasons="Both shores learn the same thing at the same time, and those who send the money "
    "decide with those who live on it.",
)
DESIGNED: dict[str, tuple[Asked, Design]] = {
    "sn-pikine": (
        Asked(
            theme=1,
            answer="Nos forgerons et nos couturières savent faire ce que cherchent les boutiques "
            "de Turin. Il manque quelqu'un qui prenne les commandes, et un catalogue.",
            shares=(
                Share(
                    *("sn-pikine", 6_000, 700, ""),
                    "La mutuelle choisit vingt ateliers, avance le métal et le tissu, et contrôle.",
                ),
                Share(
                    *("it-torino", 3_500, 300, ""),
                    "Nous tenons un stand deux fois par mois et parlons avec neuf boutiques.",
                ),
            ),
            readings=(
                Reading(
                    (4, 5),
                    (4, 4, 3),
                    "Des commandes attendent déjà.",
                    "Le transport est payé trop juste.",
                ),
                Reading(
                    (3, 3),
                    (3, 2, 3),
                    "The workshops are known and good.",
                    "It is not said who takes orders once the stand is no longer paid for.",
                ),
            ),
            outcome="reserve",
            reasons="A good project of two partners who know each other. What happens with orders "
            "after the grant is open; it is funded if money is left.",
        ),
        Design(
            language="fr",
            title="Enclumes et aiguilles de Pikine à Turin",
            problem="Les ateliers de Pikine travaillent trois jours par semaine. À Turin, des "
            "boutiques cherchent ce qu'ils font et ne savent pas à qui le commander.",
            summary="Vingt ateliers vendent par un catalogue que des migrants tiennent à Turin.",
            goal="Les ateliers de Pikine vivent de leur métier toute la semaine",
            outcome="Les boutiques de Turin commandent deux fois par an",
            output="Un catalogue et un carnet de commandes tenus par les migrants",
            indicator="Ateliers qui ont livré une commande",
            unit="ateliers",
            roles=(
                "Choisit les ateliers et contrôle ce qui part.",
                "Tient le catalogue et parle avec les boutiques.",
            ),
            activities=(
                "Choisir vingt ateliers",
                "Faire le catalogue avec neuf boutiques",
                "Livrer une première commande",
                "Dire ce qui s'est vendu, et à qui",
            ),
            lines=(
                ("Métal et tissu avancés", 0, "equipment", 3_600),
                ("Contrôle et emballage", 0, "services", 2_400),
                ("Téléphone et comptes", 0, "administration", 700),
                ("Stand et catalogue", 1, "visibility", 2_300),
                ("Un voyage à Pikine", 1, "travel", 1_500),
            ),
        ),
    ),
    "ec-quilanga": (
        Asked(
            theme=1,
            answer="El café de altura se paga mal porque nadie sabe de quién es. Queremos que las "
            "familias de Quilanga y las temporeras de Huelva lo vendan con nombre.",
            shares=(
                Share(
                    *("ec-quilanga", 5_200, 0, "USD"),
                    "Juntamos el grano de treinta fincas y lo tostamos en el pueblo.",
                ),
                Share(
                    *("es-huelva", 3_800, 0, ""),
                    "Lo damos a probar en las ferias, los domingos que no trabajamos.",
                ),
            ),
            readings=(
                Reading(
                    (3, 4),
                    (3, 1, 2),
                    "Le café est bon, les familles sont nommées.",
                    "Personne ne dit qui tient la vente après la dernière foire.",
                ),
                Reading(
                    (3, 3),
                    (3, 2, 2),
                    "Thirty farms stand behind it.",
                    "No buyer has promised anything yet.",
                ),
            ),
            outcome="refused",
            reasons="It is not said who goes on selling after the fairs, and this criterion stays "
            "below its bar. We would gladly read it again with a buyer on board.",
        ),
        Design(
            language="es",
            title="Un café con nombre, de Quilanga a Huelva",
            problem="Treinta familias venden su café sin marca y al precio más bajo. En Huelva "
            "nadie sabe que las temporeras son de esas mismas familias.",
            summary="Las familias y sus hijas venden juntas un café que dice de quién es.",
            goal="Las familias de Quilanga viven mejor de su café",
            outcome="El café se vende con el nombre de la finca",
            output="Un tostado propio y un puesto en seis ferias",
            indicator="Fincas que venden con su nombre",
            unit="fincas",
            roles=(
                "Junta, tuesta y empaqueta el café.",
                "Lo da a conocer en las ferias de Huelva.",
            ),
            activities=(
                "Acordar el grano y el precio",
                "Dibujar la etiqueta con las temporeras",
                "Tostar y enviar la primera partida",
                "Vender en seis ferias",
            ),
            lines=(
                ("Tostadora pequeña", 0, "equipment", 3_400),
                ("Bolsas y etiquetas", 0, "services", 1_800),
                ("Puesto en las ferias", 1, "visibility", 2_600),
                ("Viajes a las ferias", 1, "travel", 1_200),
            ),
        ),
    ),
}


def design_make(
    by: User, organisations: dict[str, Organisation], keeper: str, starts: date
) -> Project:
    """A whole design of a year in two halves, put together by the coordinator of its keeper."""
    asked, words = DESIGNED[keeper]
    partners = [organisations[share.code] for share in asked.shares]
    home, abroad = (row.country for row in partners)
    project = project_create(
        by=by,
        owner=partners[0],
        facts={
            "title": words.title,
            "language": words.language,
            "currency": "EUR",
            "starts": starts,
            "ends": starts + timedelta(days=364),
            "problem": words.problem,
            "summary": words.summary,
        },
        countries=[(home, "origin"), (abroad, "residence")],
    )
    lead = project.partners.get()
    facts = {"role": words.roles[0]}
    row_update(by=by, project=project, row=lead, opened_version=lead.version, facts=facts)
    other = partner_add(
        by=by,
        project=project,
        facts={
            "name": partners[1].name,
            "organisation": partners[1],
            "country": abroad,
            "kind": partners[1].organisation_kind,
            "mobilises_migrants": True,
            "role": words.roles[1],
            "currency": "EUR",
        },
    )
    _chain(by, project, words)
    halves = [
        (name, starts + timedelta(days=182 * number), starts + timedelta(days=182 * number + 181))
        for number, name in enumerate(("1", "2"))
    ]
    first, second = periods_make(by=by, project=project, spans=halves)
    for number, title in enumerate(words.activities):
        begins = starts + timedelta(days=90 * number)
        activity_create(
            by=by,
            project=project,
            facts={"title": title, "starts": begins, "ends": begins + timedelta(days=85)},
            parts=PartsData(responsible=(lead, other)[number % 2]),
        )
    for text, whose, category, amount in words.lines:
        half = Decimal(amount) / 2
        line_create(
            by=by,
            project=project,
            facts={
                "text": text,
                "partner": (lead, other)[whose],
                "category": category,
                "currency": "EUR",
            },
            amounts={first: AmountData(half), second: AmountData(half)},
        )
    return project


def _chain(by: User, project: Project, words: Design) -> None:
    above: Result | None = None
    for level in (Result.Level.GOAL, Result.Level.OUTCOME, Result.Level.OUTPUT):
        facts = {"text": getattr(words, level.value), "parent": above}
        above = result_create(by=by, project=project, level=level, facts=facts)
    facts = {"text": words.indicator, "unit": words.unit, "result": above}
    indicator_create(by=by, project=project, facts=facts)
