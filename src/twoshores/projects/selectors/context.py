"""Migrants' part and risks of a project that the reader was let into."""

from ..models import MigrantsPart, Project, Risk


def phases_of(project: Project) -> list[tuple[str, str, MigrantsPart | None]]:
    """(phase, its name, what was said of it or None) in the order of a project. One query."""
    said = {row.phase: row for row in project.migrants_parts.all()}
    return [(phase.value, str(phase.label), said.get(phase.value)) for phase in MigrantsPart.Phase]


def risks_of(project: Project) -> list[Risk]:
    """Open risks by likelihood times effect, the worst first, then the closed ones. One query."""
    rows = project.risks.select_related("owner", "assumption")
    return sorted(rows, key=lambda row: (row.closed_on is not None, -row.weight, str(row.pk)))
