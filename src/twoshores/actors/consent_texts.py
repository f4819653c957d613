"""The texts that people agree to. A changed text is a new version; old ones stay.

Each consent row keeps version and language, so that what somebody read can be shown again.
"""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from .models import ConsentPurpose

CURRENT_VERSION = 2
# From this version on the text speaks of the region one lives in, not only of the country.
REGION_VERSION = 2

TEXTS: dict[int, dict[str, str | Promise]] = {
    1: {
        ConsentPurpose.LISTED: _(
            "I appear in the register under a pseudonym, with my skills, my languages, the country "
            "I live in and the region I come from. Never with my name."
        ),
        ConsentPurpose.MATCHED: _(
            "What I can do is compared with the needs that organisations publish. "
            "The reasons are shown, to me too."
        ),
        ConsentPurpose.ASKED: _(
            "An organisation may write to me through this site, three asks at a time at most. "
            "It sees my name and my contacts if I say yes, not before."
        ),
        ConsentPurpose.STATISTICS: _(
            "I am counted in totals. No total shows fewer than five people."
        ),
    },
    2: {
        ConsentPurpose.LISTED: _(
            "I appear in the register under a pseudonym, with my skills, my languages, the country "
            "I live in, its region if five listed people or more live there, and the region I come "
            "from. Never with my name."
        ),
        ConsentPurpose.MATCHED: _(
            "What I can do is compared with the needs that organisations publish. "
            "The reasons are shown, to me too."
        ),
        ConsentPurpose.ASKED: _(
            "An organisation may write to me through this site, three asks at a time at most. "
            "It sees my name and my contacts if I say yes, not before."
        ),
        ConsentPurpose.STATISTICS: _(
            "I am counted in totals, which are made once a day. No total shows fewer than five "
            "people. If I take this back, I am not in the next ones."
        ),
    },
}


def text(purpose: str, version: int = CURRENT_VERSION) -> str:
    """The text of a purpose in the active language."""
    return str(TEXTS[version][purpose])
