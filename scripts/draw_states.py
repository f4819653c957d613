"""Draw the state machines into their documents, from the tables that the services obey.

    python scripts/draw_states.py

rewrites what stands between the marks in docs/algorithms/ (need.md, project.md, ...);
tests/guards/test_state_diagrams.py fails while a drawing and its table differ. The drawings are
Mermaid, which the usual viewers of Markdown show as pictures.
"""

import os
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from twoshores.common.states import Machine

ROOT = Path(__file__).resolve().parents[1]
FOLDER = ROOT / "docs" / "algorithms"
BEGIN = "<!-- drawn by scripts/draw_states.py from the table; do not edit -->"
END = "<!-- end of the drawing -->"


def machines() -> dict[str, tuple["Machine", dict[str, str]]]:
    """Name of the document -> (machine, label of each state). Needs Django set up."""
    from twoshores.actors import introduction_states
    from twoshores.alliances import agreement_states, mediation_states
    from twoshores.capacities import engagement_states, need_states
    from twoshores.programmes import (
        assessment_states,
        call_states,
        contract_states,
        instalment_states,
        mission_states,
        proposal_states,
        support_states,
    )
    from twoshores.projects import project_states, report_states

    modules = {
        "need": need_states,
        "introduction": introduction_states,
        "engagement": engagement_states,
        "project": project_states,
        "report": report_states,
        "mediation": mediation_states,
        "agreement": agreement_states,
        "call": call_states,
        "proposal": proposal_states,
        "assessment": assessment_states,
        "support": support_states,
        "contract": contract_states,
        "instalment": instalment_states,
        "mission": mission_states,
    }
    return {
        name: (module.MACHINE, {str(value): str(label) for value, label in module.S.choices})
        for name, module in modules.items()
    }


def drawing(machine: "Machine", labels: Mapping[str, str]) -> str:
    """A Mermaid state diagram: states by their labels in English, arrows by their moves."""
    arrows: dict[tuple[str, str], list[str]] = {}
    for move, table in machine.moves.items():
        for before, after in table.items():
            arrows.setdefault((str(before), str(after)), []).append(move)
    ends = [str(s) for s in labels if not machine.open_moves(str(s))]
    lines = ["stateDiagram-v2"]
    lines += [f'    state "{label}" as {state}' for state, label in labels.items()]
    lines.append(f"    [*] --> {machine.start!s}")
    lines += [f"    {a} --> {b}: {', '.join(moves)}" for (a, b), moves in arrows.items()]
    lines += [f"    {state} --> [*]" for state in ends]
    return "\n".join(["```mermaid", *lines, "```"])


def drawn_in(text: str) -> str:
    """What stands between the marks. Raises ValueError without them."""
    _before, begin, rest = text.partition(BEGIN)
    inside, end, _after = rest.partition(END)
    if not begin or not end:
        raise ValueError(f"the document lacks {BEGIN} or {END}")
    return inside.strip()


def redrawn(text: str, picture: str) -> str:
    """The document with this drawing between its marks. Raises ValueError without them."""
    old = drawn_in(text)
    if not old:
        return text.replace(BEGIN, f"{BEGIN}\n{picture}", 1)
    return text.replace(old, picture, 1)


def main() -> int:
    sys.path.insert(0, str(ROOT / "src"))
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "twoshores.config.settings")
    import django
    from django.utils.translation import override

    django.setup()
    with override("en"):
        for name, (machine, labels) in machines().items():
            path = FOLDER / f"{name}.md"
            path.write_text(redrawn(path.read_text(), drawing(machine, labels)))
            print(f"drawn: {path.relative_to(ROOT)}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
