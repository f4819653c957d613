"""WHO: people, organisations, their ties, consent, and the introduction between two actors."""

from .actor import Actor, Tie
from .consent import Consent, ConsentPurpose, Look, Registration, Reveal
from .introduction import Introduction, IntroductionMessage
from .organisation import Claim, Invitation, Membership, Organisation, OrganisationKind
from .person import Person, PersonIdentity

__all__ = [
    "Actor",
    "Claim",
    "Consent",
    "ConsentPurpose",
    "Introduction",
    "IntroductionMessage",
    "Invitation",
    "Look",
    "Membership",
    "Organisation",
    "OrganisationKind",
    "Person",
    "PersonIdentity",
    "Registration",
    "Reveal",
    "Tie",
]
