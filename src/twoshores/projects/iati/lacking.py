"""What IATI demands of an activity and a project does not say yet. Nothing is made up for it."""

from dataclasses import dataclass
from decimal import Decimal

from django.utils.translation import gettext as _

from ..models import Project, ProjectCountry
from . import codes

WHOLE = Decimal(100)


@dataclass(frozen=True, slots=True)
class Lack:
    """what is to be filled, in words; where: a url name; of: whose page that is."""

    what: str
    where: str
    of: str = "project"  # or: owner


def lacks_of(project: Project) -> list[Lack]:
    """What to fill before the project can leave as IATI; empty for one that came as IATI.

    Two queries, or none if countries and alignments were read with it.
    """
    if hasattr(project, "published"):
        return []
    owner = project.owner
    found = []
    if owner is None or not owner.iati_identifier:
        text = _("The identifier of your organisation in IATI.")
        found.append(Lack(text, "organisation_edit", "owner"))
    if not (project.summary.strip() or project.problem.strip()):
        found.append(Lack(_("The project in short."), "project_edit"))
    if project.starts is None:
        found.append(Lack(_("The day on which the project begins."), "project_edit"))
    return found + lacks_of_countries(project) + lacks_of_sectors(project)


def lacks_of_countries(project: Project) -> list[Lack]:
    """No country, or several whose parts nobody said."""
    rows = recipients(project)
    if not rows:
        text = _("The country where it shall change something.")
        return [Lack(text, "project_edit")]
    if len(rows) > 1 and not _is_whole([row.percent for row in rows]):
        text = _("Which part of the money goes to each country: together 100 percent.")
        return [Lack(text, "iati_shares")]
    return []


def lacks_of_sectors(project: Project) -> list[Lack]:
    """No DAC sector, or several whose parts nobody said."""
    rows = [row for row in project.alignments.all() if row.kind == codes.SECTOR and row.code]
    if not rows:
        text = _("The DAC sector, a code of five digits.")
        return [Lack(text, "workbench_alignment")]
    if len(rows) > 1 and not _is_whole([row.percent for row in rows]):
        text = _("Which percentage of the money goes to each DAC sector: together 100.")
        return [Lack(text, "workbench_alignment")]
    return []


def recipients(project: Project) -> list[ProjectCountry]:
    """Countries where something shall change."""
    origin = ProjectCountry.Role.ORIGIN
    return [row for row in project.countries.all() if row.role == origin]


def _is_whole(percents: list[Decimal | None]) -> bool:
    return sum((p for p in percents if p is not None), Decimal(0)) == WHOLE and None not in percents
