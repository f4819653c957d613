"""Write the table of rules in docs/algorithms/review.md from the engine and its texts.

DJANGO_SETTINGS_MODULE=twoshores.config.settings .venv/bin/python scripts/list_rules.py
"""

from pathlib import Path

DOCUMENT = Path(__file__).resolve().parents[1] / "docs" / "algorithms" / "review.md"
BEGIN = "<!-- rules: scripts/list_rules.py writes what follows -->\n"
END = "<!-- rules end -->\n"


def table() -> str:
    """One row a rule, in the order in which they are asked; needs Django's translations."""
    from twoshores.engines.review import RULES
    from twoshores.projects.review_texts import TEXTS

    rows = ["| Rule | Handbook | Severity | What it finds |", "|---|---|---|---|"]
    for rule in RULES:
        said = str(TEXTS[rule.id].statement).replace("%%", "%")
        for name in ("names", "phases", "roles", "kinds", "countries", "capital"):
            said = said.replace(f"%({name})s", "…")
        said = said.replace("%(partner)s", "One partner")
        for name in ("number", "most", "percent", "people", "days", "euros", "least", "activities"):
            said = said.replace(f"%({name})s", "N")
        said = said.replace("%(starts)s", "day").replace("%(ends)s", "day")
        rows.append(f"| `{rule.id}` | {rule.section} | {rule.severity.value} | {said} |")
    return "\n".join(rows) + "\n"


def redrawn(text: str) -> str:
    """The document with its table made anew. Raises ValueError if it has no place for it."""
    before, rest = text.split(BEGIN)
    _old, after = rest.split(END)
    return before + BEGIN + table() + END + after


def main() -> None:
    import django

    django.setup()
    DOCUMENT.write_text(redrawn(DOCUMENT.read_text()))


if __name__ == "__main__":
    main()
