"""What a partner that left a project still reads and does: the one rule of all programmes.

A partner that left has no part in the project any more, nor in what a programme does around it:
no events or papers of grantees, no proposals, no help asked in the project's name, no visits,
nothing to sign. What it was bound to stays between it and the programme:

- Its members read its own contract once that was put forward for signing, in whatever state it is,
  and the reports that the contract asks for. A contract that runs binds them.
- Those who write for it hand these reports in, are reminded of them on Today and by mail, and are
  mailed what the programme said to them.
- They sign and change nothing: the programme notes from paper what a partner that left answers.

The organisation that keeps a project reads and hands in as its keeper, left or not.
"""

from typing import Any

from django.db.models import Q, QuerySet

from twoshores.projects.models import ProjectPartner

from ..models import GrantContract
from ..told import contracts_known

HAS_LEFT = Q(partner__left_on__isnull=False)  # of contracts


def has_left(contract: GrantContract) -> bool:
    """Whether the partner of a contract has left its project."""
    return contract.partner.left_on is not None


def present_in(organisations: QuerySet[Any, Any]) -> QuerySet[ProjectPartner]:
    """As which partners some organisations (ids) take part in projects now."""
    return ProjectPartner.objects.filter(organisation__in=organisations, left_on__isnull=True)


def own_contracts(organisations: QuerySet[Any, Any]) -> QuerySet[GrantContract]:
    """Contracts that members of some organisations (ids) read as the partner's: theirs all, once
    the decision was told; of a partner that left those that were put forward."""
    own = contracts_known(GrantContract.objects.filter(partner__organisation__in=organisations))
    return own.exclude(HAS_LEFT, state=GrantContract.State.DRAFT)
