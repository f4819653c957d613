"""Words for what an import found, in the reader's language."""

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from twoshores.common.formatting import format_number, labelled
from twoshores.engines.iati import VERSIONS, Kind, Reason

from .report import Note, Problem

PROBLEMS: dict[str, str | Promise] = {
    Reason.TOO_LARGE: gettext_lazy("This file is too large."),
    Reason.EMPTY: gettext_lazy("This file is empty."),
    Reason.NOT_XML: gettext_lazy("This is not a whole XML file."),
    Reason.HAS_DTD: gettext_lazy(
        "This file declares a document type. IATI files need none, and it could make the file "
        "grow without end: take it out."
    ),
    Reason.OTHER_ROOT: gettext_lazy("This is XML of another kind than an IATI file:"),
    Reason.ORGANISATIONS: gettext_lazy(
        "This is IATI's file of an organisation. Projects stand in its file of activities."
    ),
    Reason.NAMESPACE: gettext_lazy("IATI's elements stand in no namespace; here they stand in"),
    Reason.NO_VERSION: gettext_lazy("This file does not say its version of IATI."),
    Reason.OTHER_VERSION: gettext_lazy("This is another version of IATI than we read:"),
    Reason.NO_ACTIVITY: gettext_lazy("No activity stands in this file."),
    "schema": gettext_lazy("Breaks the schema of IATI 2.03:"),
    "no_identifier": gettext_lazy("The activity has no identifier."),
    "long_identifier": gettext_lazy("The identifier is longer than 200 letters."),
    "long_reporter": gettext_lazy(
        "The name of the organisation that reports is longer than 300 letters, or its identifier "
        "than 120."
    ),
    "too_many": gettext_lazy("The activity has more than 3,000 indicators or 500 periods."),
    "identifier_twice": gettext_lazy("This identifier stands in the file twice."),
    "not_yours": gettext_lazy(
        "A project with this identifier is here already, and you may not change it."
    ),
    "designed_here": gettext_lazy(
        "This is a project that is designed here. Change it in the workbench."
    ),
    "run_here": gettext_lazy(
        "This project has a budget or expenses of its own by now, which the file would double."
    ),
    "meanwhile": gettext_lazy(
        "Somebody else brought the same activity in at this moment. Send the file again."
    ),
    "locked": gettext_lazy("A locked period would change:"),
}

NOTES: dict[str, str | Promise] = {
    Kind.NOT_A_NUMBER: gettext_lazy("is not a number"),
    Kind.TOO_FINE: gettext_lazy("has more digits than can be kept exactly"),
    Kind.NO_CURRENCY: gettext_lazy("an amount without a currency"),
    Kind.ENDS_BEFORE_START: gettext_lazy("ends before it starts"),
    Kind.TWICE: gettext_lazy("stands there twice"),
    Kind.NO_WORDS: gettext_lazy("has no words in the activity's language"),
}


def problem_words(problem: Problem) -> str:
    """Why nothing was saved; the file's own words (the schema's, in English) behind it."""
    words = str(PROBLEMS[problem.code])
    detail = problem.detail
    if problem.code == Reason.TOO_LARGE:
        megabytes = format_number(int(detail) // 1_000_000) if detail.isdigit() else ""
        return f"{words} " + _("At most %(megabytes)s MB can be read; split it.") % {
            "megabytes": megabytes
        }
    if problem.code == Reason.OTHER_VERSION:
        versions = ", ".join(VERSIONS)
        return f"{words} {detail}. " + _("We read %(versions)s.") % {"versions": versions}
    if problem.code == Reason.OTHER_ROOT:
        return f"{words} <{detail}>"
    return f"{words} {detail}".strip()


def note_words(note: Note) -> str:
    """What could not be taken; the element's name is IATI's."""
    words = str(NOTES[note.code])
    shown = f"<{note.element}> {note.text}".strip()
    return labelled(shown, words)
