"""What an organisation says it can do or reach: how others find it as a partner."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from twoshores.accounts.models import User
from twoshores.actors.selectors.organisations import organisation_or_404
from twoshores.actors.views.organisation_head import organisation_head
from twoshores.common.decisions import access
from twoshores.common.forms import answer_status
from twoshores.projects.selectors.chain import part_or_404
from twoshores.projects.views.basics import reader_language
from twoshores.projects.views.row_pages import add_errors

from ..forms.coverage import STRENGTH_FACTS, StrengthForm
from ..services.strengths import can_state_strength, strength_add, strength_remove


@access("public")
@require_http_methods(["GET", "HEAD", "POST"])
def organisation_strengths(request: HttpRequest, pk: str) -> HttpResponseBase:
    """The list; those who write for the organisation add and take out."""
    found = organisation_or_404(request.user, pk)
    user = request.user
    writes = isinstance(user, User) and bool(can_state_strength(user, found))
    form = StrengthForm(
        request.POST if "add" in request.POST else None,
        initial={"language": reader_language()},
        reader_language=reader_language(),
    )
    if request.method == "POST":
        if not isinstance(user, User) or not writes:
            raise PermissionDenied(_("Only those who write for it say what it can do."))
        if "remove" in request.POST:
            strength_remove(by=user, row=part_or_404(found.strengths.all(), request.POST["remove"]))
            return redirect("organisation_strengths", found.pk)
        if form.is_valid():
            facts = {name: form.cleaned_data[name] for name in STRENGTH_FACTS}
            try:
                strength_add(by=user, organisation=found, facts=facts)
            except ValidationError as error:
                add_errors(form, error)
            else:
                messages.success(request, _("Added."))
                return redirect("organisation_strengths", found.pk)
    context = organisation_head(request, found, "organisation_strengths") | {
        "rows": list(found.strengths.all()),
        "form": form if writes else None,
    }
    return render(request, "alliances/strengths.html", context, status=answer_status(form))
