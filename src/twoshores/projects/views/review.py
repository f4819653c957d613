"""The review of a design, and the questions that it asks."""

from dataclasses import replace

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponseBase, JsonResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from twoshores.common.decisions import access
from twoshores.common.forms import answer_status
from twoshores.engines.review import questions_for

from ..forms.answers import AnswersForm
from ..selectors.review import design_of, reviewed
from ..services.answers import answers_of, answers_write
from . import review_page
from .row_pages import add_errors
from .workspace import desk_or_404


@access("object")
@require_safe
def review(request: HttpRequest, pk: str) -> HttpResponseBase:
    """What the handbook's rules find in the design, the gravest first."""
    desk = desk_or_404(request, pk)
    found = reviewed(desk.project)
    context = desk.head("review") | review_page.context(found, desk.project, linked=desk.writes)
    return render(request, "projects/review.html", context)


@access("object")
@require_safe
def review_json(request: HttpRequest, pk: str) -> HttpResponseBase:
    """The same as data."""
    desk = desk_or_404(request, pk)
    return JsonResponse(review_page.as_data(reviewed(desk.project)))


@access("object")
def answers(request: HttpRequest, pk: str) -> HttpResponseBase:
    """Questions that the chosen blocks make relevant and that no other field answers."""
    desk = desk_or_404(request, pk, to_write=request.method == "POST")
    design = design_of(desk.project)
    if design.blocks is None:  # nobody chose any: only what concerns every design is asked
        design = replace(design, blocks=frozenset())
    form = AnswersForm(
        request.POST or None,
        questions=questions_for(design),
        now=answers_of(desk.project),
    )
    if request.method == "POST" and form.is_valid():
        try:
            answers_write(
                by=desk.user, project=desk.project, opened=form.opened(), given=form.given()
            )
        except ValidationError as error:
            add_errors(form, error)
        else:
            messages.success(request, _("Saved."))
            return redirect("workbench_review", pk)
    context = desk.head("answers") | {"form": form}
    return render(request, "projects/answers.html", context, status=answer_status(form))
