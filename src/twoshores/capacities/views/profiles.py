"""Changing one's offer: its facts, its skills, and saying that it still holds."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.functional import Promise
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from twoshores.actors.models import Tie
from twoshores.actors.views.own_door import Door, doors
from twoshores.common.editing import Conflict, StaleVersion, version_of
from twoshores.common.forms import answer_status

from ..forms.profiles import OfferForm, put_errors, yes_no_initial
from ..models import Profile
from ..selectors.profiles import offer_of, place_ties_of
from ..services.profiles import (
    FACT_FIELDS,
    MAX_SKILLS,
    Lines,
    SkillData,
    TieData,
    profile_confirm,
    profile_save,
)
from . import offer_page, skill_lines
from .conflicts import in_words
from .registrar_door import for_registrar, words

FORM_FACTS = tuple(name for name in FACT_FIELDS if not name.startswith("second_"))
FIELD_LABELS: dict[str, str | Promise] = {
    "language": gettext_lazy("The language you know best"),
    "headline": gettext_lazy("Your offer in one sentence"),
    "modes": gettext_lazy("How would you help?"),
    "times": gettext_lazy("When do you have time?"),
    "hours_per_week": gettext_lazy("Hours a week"),
    "available_from": gettext_lazy("From"),
    "available_until": gettext_lazy("Until"),
    "terms": gettext_lazy("On what terms?"),
    "has_trained": gettext_lazy("Have you trained others?"),
}


def _reader() -> str:
    return (get_language() or "en").split("-")[0]


@require_http_methods(["GET", "HEAD", "POST"])
def _offer(request: HttpRequest, door: Door) -> HttpResponseBase:
    """The whole offer but its skills."""
    offer, ties = offer_of(door.person), place_ties_of(door.person)
    form = OfferForm(
        request.POST or None, reader_language=_reader(), initial=_initial(door, offer, ties)
    )
    conflicts: list[Conflict] = []
    if request.method == "POST" and form.is_valid():
        try:
            profile_save(
                by=door.by,
                person=door.person,
                facts={name: form.cleaned_data[name] for name in FORM_FACTS},
                lines=Lines(languages=_spoken(form, offer), ties=_ties(form, ties)),
                opened_version=form.cleaned_data["version"],
            )
        except StaleVersion as stale:
            conflicts = in_words(stale.conflicts, FIELD_LABELS)
            data = request.POST.copy()
            data["version"] = str(stale.current_version)
            form = OfferForm(data, reader_language=_reader())
        except ValidationError as error:
            put_errors(form, error)
        else:
            messages.success(request, _("Saved. It counts from this moment."))
            return redirect(door.href())
    status = answer_status(form, conflicts=conflicts)
    context = {"form": form, "conflicts": conflicts, "home": door.href(), "door": words(door)}
    context["skills_href"] = door.href("skills") if offer else ""
    return render(request, "capacities/profile.html", context, status=status)


def _initial(door: Door, offer: Profile | None, ties: list[Tie]) -> dict[str, Any]:
    initial: dict[str, Any] = {"language": door.person.language}
    if offer is not None:
        initial = {name: getattr(offer, name) for name in FORM_FACTS} | {"version": offer.version}
        initial["has_trained"] = yes_no_initial(offer.has_trained)
        spoken = [row.language for row in offer.languages.all()]
        initial["languages"] = [code for code in spoken if code != offer.language]
    origin = [tie for tie in ties if tie.kind == Tie.Kind.ORIGIN][:1]
    other = [tie for tie in ties if tie not in origin][:1]
    if origin:
        initial["origin"] = origin[0].place
    if other:
        initial |= {"other": other[0].place, "other_kind": other[0].kind}
    return initial


def _spoken(form: OfferForm, offer: Profile | None) -> dict[str, int]:
    """Levels that are stored already stay: an association may have written them finer."""
    stored = {row.language: row.level for row in offer.languages.all()} if offer else {}
    return {code: stored.get(code, level) for code, level in form.spoken().items()}


def _ties(form: OfferForm, stored: list[Tie]) -> list[TieData]:
    """The two that the form shows, and after them what it does not show."""
    origin = [tie for tie in stored if tie.kind == Tie.Kind.ORIGIN][:1]
    rest = [tie for tie in stored if tie not in origin]
    wanted = [TieData(form.cleaned_data["origin"])]
    if form.cleaned_data["other"]:
        kind = form.cleaned_data["other_kind"] or Tie.Kind.OTHER
        wanted.append(TieData(form.cleaned_data["other"], kind=kind))
    kept = [TieData(t.place, t.kind, t.since, t.strength, t.note) for t in rest[1:] if t.place]
    return wanted + kept


@require_http_methods(["GET", "HEAD", "POST"])
def _skills(request: HttpRequest, door: Door) -> HttpResponseBase:
    """Skills and trades, one at a time."""
    offer = offer_of(door.person)
    if offer is None:
        return redirect(door.href("offer"))
    lines, page, status = skill_lines.lines_of(offer), skill_lines.SkillStep(), 200
    if request.method == "POST":
        if "remove" in request.POST:
            return _save_skills(request, door, skill_lines.without(lines, request.POST["remove"]))
        page = skill_lines.read_step(request.POST, offer.language)
        if page.added and len(lines) < MAX_SKILLS:
            return _save_skills(request, door, [*lines, page.added])
        if page.added:
            page.said.add_error("said", _("Twelve skills at most. Take one off the list first."))
        status = answer_status(page.said)
    context = {
        "lines": skill_lines.shown(lines),
        "page": page,
        "version": offer.version,
        "home": door.href(),
        "door": words(door),
    }
    return render(request, "capacities/profile_skills.html", context, status=status)


def _save_skills(request: HttpRequest, door: Door, lines: list[SkillData]) -> HttpResponseBase:
    """Write the list as it was seen; if it changed meanwhile, show it anew instead."""
    version = request.POST.get("version", "")
    try:
        profile_save(
            by=door.by,
            person=door.person,
            facts={},
            lines=Lines(skills=lines),
            opened_version=version_of(version),
        )
    except StaleVersion as stale:
        messages.error(request, str(stale) + " " + _("This is the list as it stands now."))
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
    else:
        messages.success(request, _("Saved. It counts from this moment."))
    return redirect(door.href("skills"))


@require_http_methods(["GET", "HEAD", "POST"])
def _confirm(request: HttpRequest, door: Door) -> HttpResponseBase:
    """Does the offer still hold? Opening the link changes nothing; one click does."""
    offer = offer_of(door.person)
    if offer is None:
        return redirect(door.href("offer"))
    if request.method == "POST":
        profile_confirm(by=door.by, person=door.person)
        messages.success(request, _("Thank you. It is shown again like a new one."))
        return redirect(door.href())
    context = {
        "offer": offer,
        "facts": offer_page.facts(offer),
        "lines": skill_lines.shown(skill_lines.lines_of(offer)),
        "home": door.href(),
        "change": door.href("offer"),
    }
    return render(request, "capacities/profile_confirm.html", context)


me_offer, person_link_offer = doors(_offer)
me_skills, person_link_skills = doors(_skills)
organisation_person_offer = for_registrar(_offer)
organisation_person_skills = for_registrar(_skills)
me_confirm, person_link_confirm = doors(_confirm)
