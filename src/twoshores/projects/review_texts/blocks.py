"""Texts of the rules about building blocks (engines/review/blocks.py)."""

from django.utils.translation import gettext_lazy as _

from .told import Told

TEXTS: dict[str, Told] = {
    "event-without-follow-up": Told(
        _("Nothing follows the networking event."),
        _("Contacts made in a day are gone in a month unless somebody takes them up."),
        _("Say who writes to whom afterwards, with what, by when."),
    ),
    "event-same-people": Told(
        _("The event brings together people who know each other already."),
        _("A network grows by those who are not in it yet."),
        _("Invite from places, trades and groups that were not there before."),
    ),
    "no-keeper": Told(
        _("Nobody is named who keeps the site or the list after the end."),
        _("Kept by nobody, it is out of date within a year, and people's data stand in it."),
        _("Agree in writing who keeps it, with what money, or when it is closed and deleted."),
    ),
    "never-face-to-face": Told(
        _("People who meet on the web never meet face to face."),
        _("Web spaces keep up ties; they seldom make them."),
        _("Plan one meeting at which those who write to each other meet."),
    ),
    "registered-for-nothing": Told(
        _("Those who register gain nothing by it."),
        _("People give their data once. If nothing comes of it they do not answer again."),
        _("Plan what each of them hears within weeks: a request, a contact, news."),
    ),
    "personal-data-open": Told(
        _("It is not settled who may see people's data and how they withdraw it."),
        _("A list of names and skills can harm people whose papers are uncertain."),
        _("Write the rules in their languages, and ask each person for consent."),
    ),
    "no-materials": Told(
        _("No materials remain after the training."),
        _("When the trainers have left, only what is written or filmed can train the next."),
        _("Plan materials in the language of the place, free to be used again."),
    ),
    "training-at-one-end": Told(
        _("The training takes place at one end of the route only."),
        _("Families and associations decide together; one trained alone cannot act."),
        _("Train at both ends, or take what was taught to the other one."),
    ),
    "trainers-not-trained": Told(
        _("Nobody of the place learns to train."),
        _("Visiting experts teach a few; trainers who stay teach for years."),
        _("Let the experts train trainers, and follow the first courses that these give."),
    ),
    "terms-not-written": Told(
        _("It is not written what the experts do, when, and for what."),
        _("Hosts expect one thing, visitors another, and both are disappointed."),
        _("Agree on terms of reference before anybody travels."),
    ),
    "skills-without-needs": Told(
        _("Skills are gathered, and nobody has said what is needed at home."),
        _("Skills that nobody asked for find no place."),
        _("Ask hospitals, schools and firms at home first, or take in a needs assessment."),
    ),
    "no-authorisation": Told(
        _("The institutions have not been authorised to work together."),
        _("Universities and ministries need a signature from above, and it takes months."),
        _("Ask now, and plan the work for after the answer."),
    ),
    "no-employers": Told(
        _("No employer or chamber takes part."),
        _("Jobs are given by employers. Without them one trains for a list."),
        _("Bring in employers before people are chosen or trained."),
    ),
    "literacy-on-one-side": Told(
        _("Only those who send money or only those who receive it learn how to use it."),
        _("Sender and receiver decide together; one who learnt alone meets old habits."),
        _("Plan the course for both, if only by a film or a call for one of them."),
    ),
    "no-financial-actor": Told(
        _("No bank, microfinance institution or savings cooperative takes part."),
        _("Taking in savings, lending and insuring are licensed trades almost everywhere."),
        _("Find a licensed institution that offers it, and leave it the money."),
    ),
    "credit-without-say": Told(
        _("Those whose money it is have no say in what it is lent for."),
        _("Migrants put their savings where they can see and steer them."),
        _("Give them seats where loans are decided, and a report they can read."),
    ),
    "revenue-expected": Told(
        _("The new businesses are expected to earn within the project's life."),
        _("Most take longer than a project lasts before they carry themselves."),
        _("Aim for what can be seen by then: founded, registered, first customers."),
    ),
    "support-at-one-end": Told(
        _("Migrants who found a business are supported at one end only."),
        _("They prepare in one country and open in another; on the way between, many give up."),
        _("Plan advice before they leave and after they arrive."),
    ),
    "support-ends": Told(
        _("Support stops when the business opens."),
        _("Most fail in the first two years, not before the first day."),
        _("Plan a mentor or visits for the time after."),
    ),
    "not-researched": Told(
        _("Nobody has asked those whom it is for what they know, need and can pay."),
        _("What is designed from a desk is seldom used."),
        _("Ask some dozens of people before anything is settled, and note what they said."),
    ),
    "campaign-in-one-language": Told(
        _("The campaign speaks one language only."),
        _("Those most at risk often speak another one at home, and many do not read."),
        _("Use the languages of home, spoken and in pictures."),
    ),
    "campaign-without-audience": Told(
        _("It is not said whom the campaign is to reach."),
        _("What speaks to everybody is heard by nobody."),
        _("Name one or two groups, where they are, and whom they believe."),
    ),
    "no-referral": Told(
        _("There is no agreed way to hand people on to those who can help further."),
        _("Whoever asks about need and cannot help leaves people worse off."),
        _("List doctors, lawyers, shelters and authorities, and agree with each how people come."),
    ),
    "no-consent": Told(
        _("People are not asked for consent to what is written down about them."),
        _("Their safety may hang on who reads it."),
        _("Ask each person, in their language, for what purpose, and let them take it back."),
    ),
    "no-access-to-the-vulnerable": Told(
        _("It is not settled how you reach the people you want to assist."),
        _("Those who need help most are hidden, watched or afraid."),
        _("Work through those they trust, and get the authorities' leave where it is needed."),
    ),
    "campaign-without-baseline": Told(
        _("Nothing says what people knew before the campaign: %(names)s."),
        _("Without a first measurement nobody can tell what the campaign changed."),
        _("Ask a small number of people the same questions before and after."),
    ),
}
