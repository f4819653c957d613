"""What the record of a project says to a paper, in words of the paper's language."""

from collections import defaultdict
from collections.abc import Callable, Sequence

from django.utils import translation
from django.utils.translation import gettext as _

from twoshores.common.formatting import format_day, format_money, join_words, labelled
from twoshores.common.languages import country_name, currency_name
from twoshores.projects.models import ActivityPartner, Project, ProjectPartner, Report
from twoshores.projects.selectors.budget import shares_of

from ..models import Consulted, JointVision, Stakeholder
from ..papers.blocks import gap
from ..papers.fields import FIELDS
from ..papers.templates import LANGUAGES, Value
from .meetings import partners_of

type Side = ProjectPartner | Stakeholder


def values_of(
    project: Project,
    language: str,
    *,
    sides: Sequence[Side] = (),
    partner: Side | None = None,
    stakeholder: Stakeholder | None = None,
    sender: ProjectPartner | None = None,
) -> dict[str, Value]:
    """Values of every field that the record knows, for `papers.fill`. Five queries.

    sides: who agrees, else all partners. partner: whom the fields of one partner are about.
    stakeholder: to whom it is written. sender: who writes, else the lead. The joint vision counts
    once it was agreed on.
    """
    spoken = language if language in LANGUAGES else "en"
    with translation.override(spoken):
        return _Values(project, spoken, sides, sender).all(partner, stakeholder)


class _Values:
    """The record read once; each method is a group of fields."""

    def __init__(
        self,
        project: Project,
        language: str,
        sides: Sequence[Side],
        sender: ProjectPartner | None,
    ) -> None:
        self.project = project
        self.language = language
        partners = partners_of(project)
        self.sides: Sequence[Side] = sides or partners
        self.partners = [row for row in self.sides if isinstance(row, ProjectPartner)]
        lead = next((row for row in partners if row.is_lead), None)
        self.lead, self.sender = lead, sender or lead
        self.shares = shares_of(project)
        self.parts = _parts(project)
        self.reports = [
            row
            for row in project.reports.select_related("period")
            if row.due_on is not None and row.partner_id is not None
        ]

    def all(self, partner: Side | None, stakeholder: Stakeholder | None) -> dict[str, Value]:
        values = self._project() | self._each()
        values |= {"sender": _name(self.sender), "sender_seat": self._seat(self.sender)}
        if partner is not None:
            values |= self._one(partner)
        if stakeholder is not None:
            values |= {
                "stakeholder": stakeholder.name,
                "stakeholder_brings": stakeholder.brings,
                "stakeholder_gains": stakeholder.gains,
            }
        return values

    def _project(self) -> dict[str, Value]:
        project = self.project
        joint = JointVision.objects.filter(project=project, agreed_on__isnull=False).first()
        return {
            "project": project.title,
            "problem": project.problem,
            "goal": joint.text if joint is not None else None,
            "from": format_day(project.starts) if project.starts else None,
            "until": format_day(project.ends) if project.ends else None,
            "lead": _name(self.lead),
        }

    def _each(self) -> dict[str, Value]:
        """What is said of every side; what is not known of one is a gap in its line."""
        return {
            "partners": _lines(self.sides, self._seat, "partner_seat"),
            "roles": _lines(self.sides, _role, "partner_role"),
            "activities": _lines(
                self.partners, lambda row: "; ".join(self.parts[row.pk]), "partner_activities"
            ),
            "shares": _lines(self.partners, self._share, "partner_share"),
            "reports": _lines(
                self.partners, lambda row: join_words(self._days(row)), "partner_reports"
            ),
        }

    def _one(self, partner: Side) -> dict[str, Value]:
        if isinstance(partner, Stakeholder):  # it has no part of the budget and no reports
            return {
                "partner": partner.name,
                "partner_seat": self._seat(partner),
                "partner_role": _role(partner),
            }
        own = partner.currency
        return {
            "partner": partner.name,
            "partner_seat": self._seat(partner),
            "partner_role": partner.role,
            "partner_activities": self.parts[partner.pk],
            "partner_share": self._share(partner),
            "partner_currency": f"{currency_name(own, self.language)} ({own})" if own else None,
            "partner_reports": self._days(partner),
        }

    def _seat(self, partner: Side | None) -> str | None:
        if partner is None or not partner.country:
            return None
        return country_name(partner.country, self.language)

    def _share(self, partner: ProjectPartner) -> str:
        """Sums beside each other, one a currency: unlike ones are never added. "": none planned."""
        return " + ".join(
            format_money(amount.value, amount.currency)
            for amount in self.shares.get(partner.pk, [])
        )

    def _days(self, partner: ProjectPartner) -> list[str]:
        rows = [row for row in self.reports if row.partner_id == partner.pk]
        return [_due(row) for row in sorted(rows, key=lambda row: row.period.position)]


def _lines[S: Side](rows: Sequence[S], words: Callable[[S], str | None], field: str) -> list[str]:
    """The gap names the side again: it is listed away from its line too."""
    label = FIELDS[field].label
    return [labelled(row.name, words(row) or gap(f"{label} ({row.name})")) for row in rows]


def _role(row: Side) -> str:
    return row.role if isinstance(row, ProjectPartner) else row.they_promised


def _due(row: Report) -> str:
    assert row.due_on is not None
    return labelled(row.period.name, format_day(row.due_on))


def _name(partner: ProjectPartner | None) -> str | None:
    return partner.name if partner is not None else None


def _parts(project: Project) -> defaultdict[int, list[str]]:
    """What each partner does for which activity, in words. Two queries."""
    words = {
        "responsible": _("is responsible for “%(activity)s”"),
        "contributes": _("contributes to “%(activity)s”"),
        "consulted": _("is consulted on “%(activity)s”"),
        "informed": _("is informed of “%(activity)s”"),
    }
    found: defaultdict[int, list[str]] = defaultdict(list)
    for model in (ActivityPartner, Consulted):
        rows = model._default_manager.filter(activity__project=project)
        ordered = rows.order_by("activity__position", "activity", "pk")
        for partner, part, title in ordered.values_list("partner", "part", "activity__title"):
            found[partner].append(words[part] % {"activity": title})
    return found
