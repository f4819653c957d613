"""Early signs in words, gathered under the threat that each points at. No queries."""

from collections.abc import Sequence
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from twoshores.catalogue.selectors import ThreatShown
from twoshores.common.formatting import format_number, isolated
from twoshores.engines.earlysigns import Sign
from twoshores.projects.models import Project

# Where each sign can be looked at and mended.
PAGES = {
    "no-meeting": "alliance_meetings",
    "steps-overdue": "alliance_meetings",
    "silent": "alliance_meetings",
    "meetings-missed": "alliance_meetings",
    "late-reports": "workbench_reports",
    "unanswered": "workbench_reports",
    "holds-the-money": "workbench_budget",
    "nothing-in-writing": "workbench_partners",
    "hand-over": "workbench_partners",
    "agreement-ends": "workbench_partners",
    "mediation-waits": "alliance_signals",
}


def by_threat(
    signs: Sequence[Sign], threats: Sequence[ThreatShown], project: Project
) -> list[dict[str, Any]]:
    """Threats of which there are signs, those with most signs first, with what others did."""
    names = {str(row.pk): row.name for row in project.partners.all()}
    found = [
        {
            "threat": threat,
            "signs": [
                {"text": said(sign, names), "href": reverse(PAGES[sign.key], args=[project.pk])}
                for sign in signs
                if sign.threat == threat.key
            ],
        }
        for threat in threats
    ]
    return sorted((row for row in found if row["signs"]), key=lambda row: -len(row["signs"]))


def without_sign(signs: Sequence[Sign], threats: Sequence[ThreatShown]) -> list[ThreatShown]:
    seen = {sign.threat for sign in signs}
    return [threat for threat in threats if threat.key not in seen]


def said(sign: Sign, names: dict[str, str]) -> str:
    """One sign in a sentence."""
    words = {"who": isolated(names.get(sign.partner, "")), "n": format_number(sign.number)}
    return _sentence(sign) % words


def _sentence(sign: Sign) -> str:
    return _of_partner(sign) if sign.partner else _of_partnership(sign)


def _of_partnership(sign: Sign) -> str:
    match sign.key:
        case "no-meeting":
            return ngettext(
                "No meeting for %(n)s week.", "No meeting for %(n)s weeks.", sign.number
            )
        case "steps-overdue":
            return ngettext(
                "%(n)s step that was agreed is long overdue.",
                "%(n)s steps that were agreed are long overdue.",
                sign.number,
            )
        case "agreement-ends":
            return ngettext(
                "%(n)s agreement ends soon or has ended.",
                "%(n)s agreements end soon or have ended.",
                sign.number,
            )
        case _:
            return _("A mediation that you asked for waits for a mediator.")


def _of_partner(sign: Sign) -> str:
    match sign.key:
        case "late-reports":
            return ngettext(
                "%(who)s: %(n)s report is late.", "%(who)s: %(n)s reports are late.", sign.number
            )
        case "unanswered":
            return ngettext(
                "%(who)s: %(n)s report was sent back and waits for an answer.",
                "%(who)s: %(n)s reports were sent back and wait for an answer.",
                sign.number,
            )
        case "silent":
            return ngettext(
                "%(who)s: silent for %(n)s week.", "%(who)s: silent for %(n)s weeks.", sign.number
            )
        case "meetings-missed":
            return _("%(who)s: %(n)s of the last three meetings missed.")
        case "holds-the-money":
            return _("%(who)s: holds %(n)s of 100 parts of the money.")
        case "nothing-in-writing":
            return _("%(who)s: works without a signed agreement.")
        case _:
            return _("%(who)s: a hand-over is due, somebody who knew the project has gone.")
