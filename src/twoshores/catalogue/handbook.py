"""The chapters and sections of the handbook, by number, so that a page can name them.

Source: the table of contents of "Migration for Development: a Bottom-Up Approach. A Handbook
for Practitioners and Policymakers" (EC-UN Joint Migration and Development Initiative, 2011).
"""

from django.utils.functional import Promise
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

CHAPTERS: dict[str, Promise] = {
    "2": _("Social capital"),
    "3": _("Financial capital"),
    "4": _("Human capital"),
    "5": _("Cultural capital"),
    "6": _("Partners"),
    "7": _("Stakeholders"),
    "8": _("Strategic allies"),
}
SECTIONS: dict[str, Promise] = {
    "2.1": _("Network building"),
    "2.2": _("Empowering migrant networks"),
    "2.3": _("Building on networks for local development"),
    "3.1": _("Financial tools and migrants' financial capacity"),
    "3.2": _("Collective investment"),
    "3.3": _("Individual migrants' businesses"),
    "4.1": _("Mapping skills and local needs"),
    "4.2": _("Matching skills through transnational engagement"),
    "4.3": _("Matching skills through long-term return"),
    "5.1": _("Awareness raising"),
    "5.2": _("Assisting vulnerable migrants"),
    "6.1": _("Essentials of partnership"),
    "6.2": _("Complementarities in partnerships"),
    "6.3": _("Capacity transfer in partnerships"),
    "6.4": _("Threats and solutions"),
    "7.1": _("Identifying stakeholders"),
    "7.2": _("Benefits of engaging stakeholders"),
    "7.3": _("Forms of collaboration with stakeholders"),
    "8.1": _("Identifying strategic allies"),
    "8.2": _("Benefits of involving strategic allies"),
    "8.3": _("Forms of collaboration with strategic allies"),
}


def section_name(section: str) -> str:
    """ "4.3 Matching skills through long-term return"; the number alone if it is not known."""
    title = SECTIONS.get(section)
    return f"{section} {title}" if title else section


def section_words(section: str) -> str:
    """The same in a sentence: "section 4.3 (Matching skills through long-term return)"."""
    title = SECTIONS.get(section)
    if not title:
        return _now("section %(number)s") % {"number": section}
    return _now("section %(number)s (%(title)s)") % {"number": section, "title": title}
