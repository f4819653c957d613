"""What the measures of the network are called, in plain words and as the literature has it."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

type Words = str | Promise

# Parts of the strength of a partnership: what was counted.
PARTS: dict[str, Words] = {
    "reach": _("Actors with a tie across, of all"),
    "written": _("Tied pairs with a signed agreement"),
    "together": _("Tied pairs with a project of both"),
    "kinds": _("Kinds of tie, three are full"),
    "years": _("Years since the ties began, in the mean, five are full"),
    "redundancy": _("Further ties that share no actor, two are full"),
    "answered": _("Tied pairs that do not only go one way"),
}

# Roles of brokerage (Gould and Fernandez 1989), by the engine's names.
ROLES: dict[str, Words] = {
    "representative": _("joins its own shore to the other"),
    "coordinator": _("joins others on its own shore"),
    "consultant": _("joins others on the other shore"),
    "liaison": _("joins the two shores, standing on neither"),
}

# (word on the page, what it means, name and source in the literature)
MEANINGS: list[tuple[Words, Words, Words]] = [
    (
        _("Tied to"),
        _("With how many others an actor has any tie at all, counted once each."),
        _("degree (Freeman 1978)"),
    ),
    (
        _("Between the shores"),
        _(
            "Take every pair of one actor at home and one abroad, and the shortest way between "
            "them. How many of these ways lead through this actor; where there are several ways, "
            "its share of them."
        ),
        _("betweenness centrality of two groups (Brandes 2001; Flom and others 2004)"),
    ),
    (
        _("How it joins"),
        _(
            "Two who both know the actor and not each other, and on which shore the three stand. "
            "The way that is found most often is named."
        ),
        _("brokerage roles (Gould and Fernandez 1989)"),
    ),
    (
        _("Would leave others unconnected"),
        _(
            "Without this actor the others around it fall into parts that no longer reach "
            "each other."
        ),
        _("cut vertex, or articulation point (Tarjan 1972)"),
    ),
    (
        _("Parts"),
        _("Everybody who reaches everybody else, over however many others."),
        _("connected components (Wasserman and Faust 1994)"),
    ),
    (
        _("Groups"),
        _("Actors with more ties among themselves than to the rest."),
        _("communities by modularity (Newman and Girvan 2004; Blondel and others 2008)"),
    ),
    (_("Alone"), _("Actors to whom no tie is known."), _("isolates (Wasserman and Faust 1994)")),
    (
        _("Strength"),
        _(
            "Points of 100 for what ties the actors of two countries: how many take part, what is "
            "in writing, what is done together, for how long, and whether it would outlast one "
            "who leaves. The weights are ours; no study gives any."
        ),
        _("multiplexity, reciprocity, vertex cover (Wasserman and Faust 1994; König 1931)"),
    ),
]
