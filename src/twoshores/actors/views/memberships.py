"""Pages about who acts for an organisation: members, invitations, claims."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404, HttpRequest, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from twoshores.accounts.models import User
from twoshores.common.decisions import access
from twoshores.common.forms import answer_status
from twoshores.common.links import BadLink

from ..forms.organisations import ClaimForm, DecisionForm, InvitationForm
from ..models import Claim, Invitation, Membership, Organisation
from ..permissions.organisations import (
    can_claim_organisation,
    can_manage_members,
    can_see_members,
)
from ..selectors.organisations import (
    claims_to_decide,
    invitation_by_token,
    invitations_of,
    members_of,
    organisation_or_404,
)
from ..services.memberships import (
    claim_ask,
    claim_decide,
    invitation_accept,
    invitation_withdraw,
    membership_change_role,
    membership_end,
    membership_invite,
)
from . import organisation_page as page_of
from .organisation_head import organisation_head
from .organisations import _add_errors


@access("object")
@require_http_methods(["GET", "HEAD", "POST"])
def organisation_members(request: HttpRequest, pk: str) -> HttpResponseBase:
    """Who acts for it, for members; coordinators invite, change roles, end memberships."""
    assert isinstance(request.user, User)
    user, found = request.user, organisation_or_404(request.user, pk)
    if not can_see_members(user, found):
        raise Http404
    form = InvitationForm(request.POST if request.POST.get("act") == "invite" else None)
    if request.method == "POST":
        try:
            done = _ACTS.get(request.POST.get("act", ""), _nothing)(request, user, found, form)
        except ValidationError as error:
            if form.is_bound:
                _add_errors(form, error)
            else:
                messages.error(request, " ".join(error.messages))
            done = ""
        if done:
            messages.success(request, done)
            still = can_see_members(user, found)
            return redirect("organisation_members" if still else "organisation", found.pk)
    manages = bool(can_manage_members(user, found))
    context = organisation_head(request, found, "organisation_members") | {
        "members": members_of(found),
        "invitations": invitations_of(found) if manages else [],
        "form": form if manages else None,
        "roles": Membership.Role.choices,
    }
    status = answer_status(form)
    return render(request, "actors/organisation_members.html", context, status=status)


def _nothing(request: HttpRequest, user: User, found: Organisation, form: Any) -> str:
    raise Http404


def _invite(request: HttpRequest, user: User, found: Organisation, form: Any) -> str:
    if not form.is_valid():
        return ""
    membership_invite(by=user, organisation=found, **form.cleaned_data)
    return _("The invitation is on its way.")


def _withdraw(request: HttpRequest, user: User, found: Organisation, form: Any) -> str:
    invitation: Invitation = _of(request, found.invitations, "invitation")
    invitation_withdraw(by=user, invitation=invitation)
    return _("The invitation was taken back.")


def _role(request: HttpRequest, user: User, found: Organisation, form: Any) -> str:
    membership: Membership = _of(request, found.memberships, "membership")
    membership_change_role(by=user, membership=membership, role=request.POST.get("role", ""))
    return _("The role was changed.")


def _end(request: HttpRequest, user: User, found: Organisation, form: Any) -> str:
    membership: Membership = _of(request, found.memberships, "membership")
    membership_end(by=user, membership=membership)
    return _("The membership has ended.")


def _of(request: HttpRequest, scope: Any, name: str) -> Any:
    try:
        return get_object_or_404(scope, pk=request.POST.get(name) or None)
    except (ValueError, ValidationError) as error:
        raise Http404 from error


_ACTS = {"invite": _invite, "withdraw": _withdraw, "role": _role, "end": _end}


@access("link")
@require_http_methods(["GET", "HEAD", "POST"])
def invitation(request: HttpRequest, token: str) -> HttpResponseBase:
    """The page behind an invitation's link: sign in, say yes."""
    try:
        found = invitation_by_token(token)
        if request.method == "POST":
            if not isinstance(request.user, User):
                return redirect_to_login(request.get_full_path())
            membership = invitation_accept(by=request.user, token=token)
            messages.success(request, _("Welcome."))
            return redirect("organisation", membership.organisation_id)
    except BadLink as error:
        context = {"reason": error}
        return render(request, "actors/organisation_link_gone.html", context, status=410)
    return render(request, "actors/organisation_invitation.html", {"invitation": found})


@access("object")
@require_http_methods(["GET", "HEAD", "POST"])
def organisation_claim(request: HttpRequest, pk: str) -> HttpResponseBase:
    """Say that one acts for an organisation which nobody coordinates."""
    assert isinstance(request.user, User)
    found = organisation_or_404(request.user, pk)
    decision = can_claim_organisation(request.user, found)
    if not decision:
        raise PermissionDenied(decision.reason)
    form = ClaimForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            claim_ask(by=request.user, organisation=found, **form.cleaned_data)
        except ValidationError as error:
            _add_errors(form, error)
        else:
            messages.success(request, _("A steward reads it. You get a mail."))
            return redirect("organisation", found.pk)
    context = {"organisation": found, "form": form}
    status = answer_status(form)
    return render(request, "actors/organisation_claim.html", context, status=status)


@access("steward")
@require_safe
def claims(request: HttpRequest) -> HttpResponseBase:
    """What waits for stewards."""
    context = {"claims": claims_to_decide()}
    return render(request, "actors/organisation_claims.html", context)


@access("steward")
@require_http_methods(["GET", "HEAD", "POST"])
def claim(request: HttpRequest, pk: str) -> HttpResponseBase:
    """One claim, and a steward's decision."""
    assert isinstance(request.user, User)
    found = get_object_or_404(Claim.objects.select_related("organisation", "user"), pk=pk)
    form = DecisionForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            claim_decide(by=request.user, claim=found, **form.cleaned_data)
        except ValidationError as error:
            _add_errors(form, error)
        else:
            messages.success(request, _("Decided. The claimant gets a mail."))
            return redirect("claims")
    context = {"claim": found, "form": form, "record": page_of.facts(found.organisation)}
    status = answer_status(form)
    return render(request, "actors/organisation_decide.html", context, status=status)
