"""One home for what somebody thinks in a round: of a stakeholder, of a force."""

from collections.abc import Mapping

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from twoshores.accounts.models import User
from twoshores.common import audit
from twoshores.common.decisions import require

from ..models import Force, ForceScore, ScoringRound, Stakeholder, StakeholderScore
from ..permissions.scores import can_score_in


@transaction.atomic
def opinion_give[M: (StakeholderScore, ForceScore)](
    *,
    by: User,
    round_: ScoringRound,
    model: type[M],
    about: Stakeholder | Force,
    values: Mapping[str, int],
    reason: str,
) -> M:
    """Say what one thinks, once a round; a second time replaces the first.

    values: 1 to 5 by the model's fields. Raises PermissionDenied; ValidationError by field without
    a reason or outside 1 to 5. The audit says that somebody gave an opinion, and neither of whom
    nor which.
    """
    require(can_score_in(by, round_))
    if about.project_id != round_.project_id:
        raise ValidationError(_("Choose from the list."))
    if not reason.strip():
        raise ValidationError({"reason": _("Say why: a number without a reason helps nobody.")})
    whose = {"round": round_, "by": by, about._meta.model_name or "": about}
    score = model._default_manager.filter(**whose).first() or model(**whose)
    for name, value in {**values, "reason": reason.strip()}.items():
        setattr(score, name, value)
    score.full_clean()
    score.save()
    audit.record("scoringround.score", round_, by=by)
    return score
