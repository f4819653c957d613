"""Writing a need: its text first, then what a helper must be able to do."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase, QueryDict
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from twoshores.accounts.models import User
from twoshores.actors.selectors.organisations import organisations_written_for
from twoshores.common.decisions import access
from twoshores.common.editing import StaleVersion, version_of
from twoshores.common.forms import answer_status
from twoshores.taxonomy.linking import link_text
from twoshores.taxonomy.models import Concept
from twoshores.taxonomy.selectors import labels_of as concept_labels

from ..forms.needs import (
    LineForm,
    NeedForm,
    OrganisationChoice,
    SaidForm,
    groups_of,
    initial_of,
    labels_of,
)
from ..models import Need
from ..permissions.needs import can_edit_need
from ..services.needs import RequirementData, need_create, need_update
from .conflicts import in_words
from .shortlist import own_need_or_404


def _reader_language() -> str:
    return (get_language() or "en").split("-")[0]


@access("signed_in")
def need_new(request: HttpRequest) -> HttpResponseBase:
    """Draft a need for one of the reader's organisations."""
    assert isinstance(request.user, User)
    organisations = organisations_written_for(request.user)
    if not organisations:
        return render(request, "capacities/need_no_organisation.html")
    choice = OrganisationChoice(
        request.POST or None,
        organisations=organisations,
        initial={"organisation": str(organisations[0].pk)},
    )
    form = NeedForm(
        request.POST or None,
        reader_language=_reader_language(),
        initial={"language": request.user.language, "terms": "expenses"},
    )
    if request.method == "POST" and choice.is_valid() and form.is_valid():
        try:
            need = need_create(
                by=request.user,
                organisation=choice.chosen(),
                facts=form.facts(),
                beneficiaries=form.beneficiaries(),
            )
        except ValidationError as error:
            form.add_error(None, error)
        else:
            messages.success(request, _("Saved as a draft. Now say what a helper can do."))
            return redirect("need_skills", need.pk)
    context = {"form": form, "choice": choice, "one": len(organisations) == 1}
    return render(request, "capacities/need_form.html", context, status=answer_status(form, choice))


@access("object")
def need_edit(request: HttpRequest, pk: str) -> HttpResponseBase:
    """Change a need. Somebody else's change in the meantime is shown beside one's own."""
    user, need = _editable(request, pk)
    form = _form_of(need, request.POST or None)
    conflicts: list[Any] = []
    if request.method == "POST" and form.is_valid():
        try:
            need_update(
                by=user,
                need=need,
                opened_version=form.cleaned_data["version"] or 0,
                facts=form.facts(),
                beneficiaries=form.beneficiaries(),
            )
        except StaleVersion as stale:
            if not stale.conflicts:
                # What was typed is what stands there: somebody changed the skills only.
                return redirect("need", need.pk)
            conflicts = in_words(stale.conflicts, labels_of(form))
            form = _reopened(need, form, stale)
        except ValidationError as error:
            form.add_error(None, error)
        else:
            messages.success(request, _("Saved."))
            return redirect("need", need.pk)
    context = {"form": form, "need": need, "conflicts": conflicts}
    status = answer_status(form, conflicts=conflicts)
    return render(request, "capacities/need_form.html", context, status=status)


def _editable(request: HttpRequest, pk: str) -> tuple[User, Need]:
    user, need = own_need_or_404(request, pk)
    if not can_edit_need(user, need):
        raise Http404
    return user, need


def _form_of(need: Need, data: QueryDict | None) -> NeedForm:
    return NeedForm(
        data,
        reader_language=_reader_language(),
        groups=groups_of(need),
        initial=initial_of(need),
    )


def _reopened(need: Need, form: NeedForm, stale: StaleVersion) -> NeedForm:
    """The same form with what was typed, on the version that stands now."""
    data = QueryDict(mutable=True)
    data.update(form.data)
    data["version"] = str(stale.current_version)
    return _form_of(need, data)


@access("object")
def need_skills(request: HttpRequest, pk: str) -> HttpResponseBase:
    """What a helper must be able to do: said in own words, understood, weighed."""
    user, need = _editable(request, pk)
    lines = list(need.requirements.all())
    said = SaidForm(request.POST if "suggest" in request.POST else None)
    suggestions, status = None, 200
    if request.method == "POST":
        if "suggest" in request.POST:
            if said.is_valid():
                suggestions = _suggest(need, said)
            status = answer_status(said)
        else:
            answer = _save_lines(request, user, need, lines)
            if answer is not None:
                return answer
            status = 422
    labels = concept_labels(
        {line.concept_id for line in lines if line.concept_id}, _reader_language()
    )
    context = {
        "need": need,
        "said": said,
        "suggestions": suggestions,
        "lines": [(line, _line_form(line), labels.get(line.concept_id or 0)) for line in lines],
    }
    return render(request, "capacities/need_skills.html", context, status=status)


def _suggest(need: Need, said: SaidForm) -> Any:
    words = said.cleaned_data
    return link_text(words["said"], language=need.language, kind=words["kind"], top=5)


def _line_form(line: Any, data: Any = None) -> LineForm:
    rank = "strict" if line.strict else "required" if line.required else "wished"
    return LineForm(
        data, prefix=f"line{line.position}", initial={"weight": line.weight, "rank": rank}
    )


def _save_lines(
    request: HttpRequest, user: User, need: Need, lines: list[Any]
) -> HttpResponse | None:
    """Write the changed list, with the confirmed suggestion if one was chosen."""
    # A line more goes with any list; weights belong to the list that was seen.
    adds = "add" in request.POST
    version = need.version if adds else version_of(request.POST.get("version", ""))
    try:
        kept = _kept_lines(request, lines, seen=version == need.version)
        if adds:
            kept.append(_added(request, need))
        need_update(by=user, need=need, opened_version=version, facts={}, requirements=kept)
    except StaleVersion as stale:
        messages.error(request, str(stale) + " " + _("This is the list as it stands now."))
    except ValidationError as error:
        for message in error.messages:
            messages.error(request, message)
        return None
    return redirect("need_skills", need.pk)


def _kept_lines(request: HttpRequest, lines: list[Any], *, seen: bool) -> list[RequirementData]:
    """The lines as they stand, or as the form says if it was made for these lines."""
    if "save" not in request.POST or not seen:
        return [_as_data(line, None) for line in lines]
    forms = [(line, _line_form(line, request.POST)) for line in lines]
    if not all(form.is_valid() for _line, form in forms):
        raise ValidationError(_("A weight is a whole number from 1 to 85."))
    return [
        _as_data(line, form.cleaned_data) for line, form in forms if not form.cleaned_data["remove"]
    ]


def _as_data(line: Any, changed: dict[str, Any] | None) -> RequirementData:
    rank = changed["rank"] if changed else ""
    return RequirementData(
        said=line.said,
        language=line.language,
        kind=line.kind,
        concept=line.concept,
        confirmed=line.linked == "confirmed",
        required=rank != "wished" if changed else line.required,
        strict=rank == "strict" if changed else line.strict,
        weight=changed["weight"] if changed else line.weight,
        second_said=line.second_said,
        second_language=line.second_language,
    )


def _added(request: HttpRequest, need: Need) -> RequirementData:
    """The words that were typed, with the concept that was chosen for them, if any."""
    concept = Concept.objects.filter(uri=request.POST.get("concept", "")).first()
    return RequirementData(
        said=request.POST.get("said", "")[:300],
        language=need.language,
        kind=request.POST.get("kind", Concept.Kind.SKILL),
        concept=concept,
        confirmed=concept is not None,
        weight=15,
    )
