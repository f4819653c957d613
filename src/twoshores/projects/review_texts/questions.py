"""The questions of the review that no other field of a design holds."""

from django.utils.translation import gettext_lazy as _

from .told import Words

QUESTIONS: dict[str, Words] = {
    "tie": _("Do people in these countries have ties with each other already?"),
    "local-authority": _("Does the local authority know of the project?"),
    "plan-served": _("Does the project serve a local or national plan?"),
    "lessons": _("Is something planned for sharing what will be learnt?"),
    "meetings": _("Have the partners agreed when they meet or call?"),
    "one-language": _("Do all partners, and the people they work with, share a language?"),
    "follow-up": _("Is it said who follows up the contacts made at the event?"),
    "new-contacts": _("Will the event bring in people who are new to the network?"),
    "keeper": _("Is somebody named who keeps the site or the list after the end?"),
    "face-to-face": _("Will people who meet on the web also meet face to face?"),
    "gain-for-registered": _("Does everybody who registers gain something by it soon?"),
    "personal-data": _("Is it settled who sees people's data, and how they withdraw it?"),
    "materials": _("Will materials of the training remain, free to be used again?"),
    "both-ends": _("Does the training reach both ends of the route?"),
    "trainers-trained": _("Will people of the place learn to train others?"),
    "terms": _("Are there written terms for the experts and trainers?"),
    "needs-known": _("Have organisations at home said which skills they lack?"),
    "authorisation": _("Have the institutions' superiors authorised the work?"),
    "employers": _("Do employers or a chamber take part?"),
    "senders-and-receivers": _("Do both senders and receivers of money learn?"),
    "financial-actor": _("Does a licensed financial institution take part?"),
    "say-in-credit": _("Do migrants have a say in what their money is lent for?"),
    "revenue": _("Are the businesses expected to earn money before the project ends?"),
    "support-both-ends": _("Are founders advised both before they leave and after they arrive?"),
    "support-after": _("Does advice go on after the business has opened?"),
    "research": _("Have those whom it is for been asked what they know, need and can pay?"),
    "languages": _("Does the campaign speak the languages that people speak at home?"),
    "audience": _("Is it said whom the campaign is to reach?"),
    "referral": _("Is it agreed to whom people are handed on who need more help?"),
    "consent": _("Is each person asked for consent to what is written about them?"),
    "access": _("Is it settled how you reach the people you want to assist?"),
}
