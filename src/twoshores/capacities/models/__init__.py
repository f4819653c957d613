"""Human capital: roster, needs, shortlists, engagements."""

from .change import RosterChange
from .digest import DigestSubscription
from .engagement import Engagement, EngagementEvent, Feedback, Material, Side
from .need import Kept, Need, NeedBeneficiaries, NeedRequirement
from .phrase import Phrase, PhraseUse
from .profile import Profile, ProfileLanguage, ProfileSkill, Terms, Time, WorkMode

__all__ = [
    "DigestSubscription",
    "Engagement",
    "EngagementEvent",
    "Feedback",
    "Kept",
    "Material",
    "Need",
    "NeedBeneficiaries",
    "NeedRequirement",
    "Phrase",
    "PhraseUse",
    "Profile",
    "ProfileLanguage",
    "ProfileSkill",
    "RosterChange",
    "Side",
    "Terms",
    "Time",
    "WorkMode",
]
