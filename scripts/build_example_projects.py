"""Make projects/data/example_projects.json from the programme's list and our own readings.

    python scripts/build_example_projects.py PATH_TO_PROJECT_LIST.json

The list holds facts (code, title, partners, countries, sections); our readings
(projects/data/handbook_readings.json) hold what we wrote or looked up: summaries and their
translations, where a text box stands, which further sections point at a project. Capital and
the roles of countries follow from both by the rules below; README.md beside the data explains
them. Running the script twice gives the same file.
"""

import json
import re
import sys
from collections import Counter
from pathlib import Path
from typing import Any

DATA = Path(__file__).resolve().parent.parent / "src" / "twoshores" / "projects" / "data"

CAPITAL_OF_CHAPTER = {"2": "social", "3": "financial", "4": "human", "5": "cultural"}

# Words of the headings of chapters 2-5, and of the people and services that those chapters name.
# A title that holds words of two capitals is not read at all.
TITLE_WORDS = {
    "social": r"networks?\b|diaspora|migrant communit|associations?\b",
    "financial": r"remittance|financial|entrepreneur|saving|invest|micro-?credit|\bbanks?\b",
    "human": r"migrants?'? capacit|competence|skill|knowledge|experience|training|labour market",
    "cultural": (
        r"\brights?\b|information|awareness|irregular migration|traffick|deported|forced return"
        r"|left behind|mental health"
    ),
}

# The call paired actors of the European Union with actors of sixteen countries. These are the
# members when it was held (2008-2009), so the United Kingdom is one of them.
EU_2008 = frozenset(
    {"AT", "BE", "BG", "CY", "CZ", "DE", "DK", "EE", "ES", "FI", "FR", "GB", "GR", "HU", "IE"}
    | {"LT", "LU", "LV", "MT", "NL", "PL", "PT", "RO", "SE", "SI", "SK", "IT"}
)

ORIGIN_OF_NAME = {
    "Algeria": "DZ", "Cape Verde": "CV", "Ecuador": "EC", "Egypt": "EG", "Ethiopia": "ET",
    "Georgia": "GE", "Ghana": "GH", "Jamaica": "JM", "Mali": "ML", "Moldova": "MD",
    "Morocco": "MA", "Nigeria": "NG", "Philippines": "PH", "Senegal": "SN", "Sri Lanka": "LK",
    "Tunisia": "TN",
}  # fmt: skip

ROLE_REASONS = {
    "named_by_code": "The project's code names this country: it is the country of origin.",
    "eu_member_at_call": (
        "A member of the European Union when the call was held, and not the country of the code:"
        " it stands on the side of residence."
    ),
    "neither": (
        "Neither the country of the code nor a member of the European Union when the call was"
        " held: it is a partner's seat, not a shore."
    ),
}


def country_roles(code: str, countries: list[str]) -> list[dict[str, str]]:
    """The countries of a project with role (origin, residence, other) and reason, origin first."""
    origin = ORIGIN_OF_NAME[code.rsplit("-", 1)[0]]
    if origin not in countries:
        raise ValueError(f"{code}: {origin} is not among its countries {countries}")
    roles = [{"country": origin, "role": "origin", "reason": "named_by_code"}]
    for country in countries:
        if country == origin:
            continue
        member = country in EU_2008
        roles.append(
            {
                "country": country,
                "role": "residence" if member else "other",
                "reason": "eu_member_at_call" if member else "neither",
            }
        )
    return roles


def capital_of_title(title: str) -> tuple[str, list[str]]:
    """Capital read from a title, with the words it rests on; not_known when none or several."""
    text = title.lower().replace("’", "'")
    found = {
        capital: [match.group(0) for match in re.finditer(words, text)]
        for capital, words in TITLE_WORDS.items()
    }
    speaking = [capital for capital, words in found.items() if words]
    if len(speaking) != 1:
        return "not_known", []
    return speaking[0], found[speaking[0]]


def capital_of_sections(
    box_section: str | None, sections: list[str], cited_in: list[str]
) -> tuple[str | None, str]:
    """Capital by chapter, and the section that decides.

    1. The chapter (2-5) in which the project's own text box stands.
    2. Else the chapter that names it in most sections; between equals, the earlier chapter.
    3. Else the same among the sections that only point at its text box.
    """
    if box_section and box_section[0] in CAPITAL_OF_CHAPTER:
        return CAPITAL_OF_CHAPTER[box_section[0]], box_section
    for candidates in (sections, cited_in):
        inside = sorted(s for s in candidates if s[0] in CAPITAL_OF_CHAPTER)
        if inside:
            counts = Counter(s[0] for s in inside)
            chapter = min(counts, key=lambda c: (-counts[c], c))
            return CAPITAL_OF_CHAPTER[chapter], next(s for s in inside if s[0] == chapter)
    return None, ""


def read_capital(project: dict[str, Any], reading: dict[str, Any]) -> dict[str, Any]:
    """The three fields that state a capital, how it was read, and on what."""
    capital, section = capital_of_sections(
        reading.get("text_box_section"), project["handbook_sections"], reading.get("cited_in", [])
    )
    if capital:
        return {"capital": capital, "capital_reading": "section", "capital_basis": section}
    capital, words = capital_of_title(project["title"])
    if words:
        basis = ", ".join(words)
        return {"capital": capital, "capital_reading": "title", "capital_basis": basis}
    return {"capital": "not_known", "capital_reading": None, "capital_basis": None}


def build_project(project: dict[str, Any], reading: dict[str, Any]) -> dict[str, Any]:
    """One record of the data file, from the list's facts and our reading."""
    if bool(project["text_box"]) != bool(reading.get("summary")):
        raise ValueError(f"{project['code']}: text box and summary do not go together")
    if project["text_box"] != reading.get("text_box"):
        raise ValueError(f"{project['code']}: the list and our reading name different text boxes")
    return {
        "code": project["code"],
        "title": project["title"],
        "partners": project["partners"],
        "countries": country_roles(project["code"], project["countries"]),
        "handbook_sections": project["handbook_sections"],
        "cited_in": reading.get("cited_in", []),
        "text_box": project["text_box"],
        "text_box_section": reading.get("text_box_section"),
        **read_capital(project, reading),
        "summary": reading.get("summary"),
        "summary_translations": reading.get("summary_translations", {}),
        "notes": reading.get("notes", []),
    }


def agreement(projects: list[dict[str, Any]]) -> str:
    """How often the reading of titles says what the chapter says, where a chapter speaks."""
    told = [p for p in projects if p["capital_reading"] == "section"]
    read = [(capital_of_title(p["title"])[0], p["capital"]) for p in told]
    spoken = [pair for pair in read if pair[0] != "not_known"]
    right = sum(a == b for a, b in spoken)
    return (
        f"titles checked against chapters: {len(told)} projects, the title speaks in"
        f" {len(spoken)}, agrees in {right}"
    )


def main() -> None:
    if len(sys.argv) != 2:
        sys.exit(__doc__)
    listed = json.loads(Path(sys.argv[1]).read_text(encoding="utf-8"))["projects"]
    readings = json.loads((DATA / "handbook_readings.json").read_text(encoding="utf-8"))
    unknown = set(readings["projects"]) - {p["code"] for p in listed}
    if unknown:
        sys.exit(f"readings of projects that the list does not hold: {sorted(unknown)}")
    projects = [build_project(p, readings["projects"].get(p["code"], {})) for p in listed]
    document = {
        "about": readings["about"],
        "language": "en",
        "summary_translations_status": "machine",
        "role_reasons": ROLE_REASONS,
        "projects": projects,
    }
    path = DATA / "example_projects.json"
    path.write_text(json.dumps(document, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    counts = Counter((p["capital"], p["capital_reading"] or "-") for p in projects)
    print(f"{path.name}: {len(projects)} projects, {path.stat().st_size} bytes")
    print("capital:", ", ".join(f"{c} by {r} {n}" for (c, r), n in sorted(counts.items())))
    print(agreement(projects))


if __name__ == "__main__":
    main()
