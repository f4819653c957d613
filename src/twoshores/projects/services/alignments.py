"""Writes of what a project serves and is counted under."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Sum
from django.utils.translation import gettext as _

from twoshores.accounts.models import User

from ..lists import item_of
from ..models import Alignment, Project
from .rows import row_create

Kind = Alignment.Kind
# Kinds that are said in words; the others are codes of a published list.
PLANS = (Kind.LOCAL_PLAN, Kind.NATIONAL_PLAN)
WHOLE = Decimal(100)


@transaction.atomic
def alignment_add(*, by: User, project: Project, facts: Mapping[str, Any]) -> Alignment:
    """Add a plan, goal, sector or marker. Raises ValidationError by field.

    facts: kind; code of its list, or text for a plan; percent of the budget, for sectors, which
    together are at most the whole (IATI 2.03, `sector/@percentage`); significance, for markers.
    """
    Project.objects.select_for_update().get(pk=project.pk)
    kind, code = facts["kind"], facts.get("code", "")
    if kind in PLANS:
        if not facts.get("text", "").strip():
            raise ValidationError({"text": _("Say which plan it is.")})
    elif item_of(kind, code) is None:
        raise ValidationError({"code": _("Choose one of the list.")})
    elif project.alignments.filter(kind=kind, code=code).exists():
        raise ValidationError({"code": _("This stands there already.")})
    if kind == Kind.DAC_SECTOR and facts.get("percent") is not None:
        given = project.alignments.filter(kind=kind).aggregate(all=Sum("percent"))["all"]
        if (given or 0) + facts["percent"] > WHOLE:
            raise ValidationError({"percent": _("Sectors together are at most the whole budget.")})
    return row_create(by=by, project=project, model=Alignment, facts=facts)
