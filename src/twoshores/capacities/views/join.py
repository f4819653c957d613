"""Registering alone, in four short steps, without an account; nothing is lost on the way."""

from typing import Any

from allauth.core.ratelimit import consume_or_429
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.functional import Promise
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from twoshores.accounts.models import User
from twoshores.actors.selectors.own import records_at_address
from twoshores.actors.selectors.people import own_person
from twoshores.actors.services.people import PersonFacts
from twoshores.common.decisions import access
from twoshores.common.forms import answer_status
from twoshores.common.places.selectors import place_by_key

from ..forms.profiles import HowForm, LastForm, WhereForm, put_errors
from ..services.profiles import MAX_SKILLS, Joining, person_join
from . import join_kept, skill_lines
from .join_kept import Kept

TITLES: tuple[str | Promise, ...] = (
    gettext_lazy("You and your places"),
    gettext_lazy("What you can do"),
    gettext_lazy("How and when"),
    gettext_lazy("What you agree to"),
)


def _reader() -> str:
    return (get_language() or "en").split("-")[0]


@access("public")
@require_http_methods(["GET", "HEAD", "POST"])
def join(request: HttpRequest, step: int = 1) -> HttpResponseBase:
    """One of the four steps. A step whose earlier ones are not done leads back to the first gap."""
    if not 1 <= step <= len(TITLES):
        raise Http404
    user = request.user if isinstance(request.user, User) else None
    if user is not None and (own_person(user) or records_at_address(user).exists()):
        return redirect("me")
    kept = Kept(request.session)
    if step > kept.next_step:
        return redirect("join_step", kept.next_step)
    return (_where, _skills, _how, _agree)[step - 1](request, kept, user)


def _page(
    request: HttpRequest, step: int, template: str, status: int = 200, **context: Any
) -> HttpResponseBase:
    context |= {"step": step, "steps": TITLES, "title": TITLES[step - 1]}
    if step > 1:
        context |= {"back": step - 1, "back_title": TITLES[step - 2]}
    return render(request, f"capacities/{template}.html", context, status=status)


def _where(request: HttpRequest, kept: Kept, user: User | None) -> HttpResponseBase:
    initial = kept.get("where") or {"language": _reader()}
    form = WhereForm(request.POST or None, initial=initial, reader_language=_reader())
    if request.method == "POST" and form.is_valid():
        kept.put("where", join_kept.where_kept(form))
        return redirect("join_step", 2)
    return _page(request, 1, "join_form", answer_status(form), form=form)


def _skills(request: HttpRequest, kept: Kept, user: User | None) -> HttpResponseBase:
    lines, page, status = kept.skills(), skill_lines.SkillStep(), 200
    if request.method == "POST":
        if "remove" in request.POST:
            kept.put_skills(skill_lines.without(lines, request.POST["remove"]))
            return redirect("join_step", 2)
        if "next" in request.POST and lines and not request.POST.get("said", "").strip():
            return redirect("join_step", 3)
        page = skill_lines.read_step(request.POST, kept.language)
        if page.added and len(lines) >= MAX_SKILLS:
            page.said.add_error("said", _("Twelve skills at most. Take one off the list first."))
        elif page.added:
            kept.put_skills([*lines, page.added])
            return redirect("join_step", 2)
        status = answer_status(page.said)
    shown = skill_lines.shown(lines)
    return _page(request, 2, "join_skills", status, lines=shown, page=page)


def _how(request: HttpRequest, kept: Kept, user: User | None) -> HttpResponseBase:
    form = HowForm(request.POST or None, initial=kept.get("how"))
    if request.method == "POST" and form.is_valid():
        kept.put("how", join_kept.how_kept(form))
        return redirect("join_step", 4)
    return _page(request, 3, "join_form", answer_status(form), form=form)


def _agree(request: HttpRequest, kept: Kept, user: User | None) -> HttpResponseBase:
    form = LastForm(request.POST or None, initial={"email": user.email if user else ""})
    if request.method == "POST" and form.is_valid():
        email = form.cleaned_data["email"]
        refused: HttpResponseBase | None = consume_or_429(request, action="person_mail", key=email)
        if refused is not None:
            return refused
        try:
            person_join(by=user, joining=_joining(kept, form))
        except ValidationError as error:
            put_errors(form, error)
        else:
            kept.forget()
            return _joined(request, user)
    return _page(request, 4, "join_agree", answer_status(form), form=form)


def _joining(kept: Kept, form: LastForm) -> Joining:
    said = form.cleaned_data
    facts = PersonFacts(
        full_name=said["full_name"],
        language=_reader(),
        email=said["email"],
        phone=said["phone"],
        residence=place_by_key(kept.get("where")["residence"]),
    )
    return Joining(
        facts=facts,
        offer=join_kept.offer_facts(kept),
        lines=join_kept.offer_lines(kept),
        consents=form.choices(),
        text_language=_reader(),
    )


def _joined(request: HttpRequest, user: User | None) -> HttpResponseBase:
    if user is None:
        return redirect("join_sent")
    messages.success(request, _("You are registered. This is your page."))
    return redirect("me")


@access("public")
@require_safe
def join_sent(request: HttpRequest) -> HttpResponseBase:
    """The same page for everybody, registered before or not."""
    return render(request, "capacities/join_sent.html")
