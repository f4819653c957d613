"""The mails of engagements: to the other side, with a link, without contents."""

from twoshores.actors.selectors.introductions import inboxes_of, shown_name
from twoshores.common import mail
from twoshores.common.links import absolute

from ..models import Engagement, Side
from ..selectors.engagements import engagement_token


def engagement_mail(engagement_id: str, what: str, side: str) -> None:
    """Tell the other side what `side` did. Silent if the record was erased since."""
    engagement = (
        Engagement.objects.filter(pk=engagement_id)
        .select_related("need", "introduction__asking__organisation", "introduction__asked__person")
        .first()
    )
    if engagement is None:
        return
    introduction = engagement.introduction
    to_person = side == Side.ORGANISATION
    to, other = (
        (introduction.asked, introduction.asking)
        if to_person
        else (introduction.asking, introduction.asked)
    )
    link = (
        absolute("engagement_link", engagement_token(engagement))
        if to_person
        else absolute("engagement", engagement.pk)
    )
    context = {"engagement": engagement, "what": what, "other": shown_name(other), "link": link}
    mail.send_all(inboxes_of(to), template="capacities/mail/engagement.txt", context=context)
