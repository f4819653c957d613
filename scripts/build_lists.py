"""Make src/twoshores/projects/data/lists.csv from the code lists of the IATI standard.

    .venv/bin/python scripts/build_lists.py FOLDER_OF_CODELISTS

FOLDER holds UNSDG-Goals.xml, UNSDG-Targets.xml, Sector.xml, SectorCategory.xml and
PolicyMarker.xml of github.com/IATI/IATI-Codelists-NonEmbedded (CC BY 4.0). Kept: code, the group
it stands in, names in English and French; sectors that are in use. The objectives of the Global
Compact for Migration are not in it: their short names are ours (`projects/lists.py`).
"""

import csv
import re
import sys
from pathlib import Path

from defusedxml.ElementTree import parse

TARGET = Path(__file__).parent.parent / "src/twoshores/projects/data/lists.csv"
LANGUAGE = "{http://www.w3.org/XML/1998/namespace}lang"
OF_GOAL = re.compile(r"^(\d+)\.[\da-z]+$")


def items(path: Path) -> list[dict[str, str]]:
    """Code, names by language, category and status of each item in use."""
    found = []
    for item in parse(path).getroot().iter("codelist-item"):
        if item.get("status") == "withdrawn":
            continue
        row = {"code": item.findtext("code", ""), "group": item.findtext("category", "")}
        for narrative in item.find("name").iter("narrative"):
            row[narrative.get(LANGUAGE, "en")] = " ".join((narrative.text or "").split())
        found.append(row)
    return found


def rows(folder: Path) -> list[tuple[str, str, str, str, str]]:
    """(list, code, group, English, French) in the order of the sources."""
    made = []
    for kind, name in (
        ("sdg_goal", "UNSDG-Goals"),
        ("sdg", "UNSDG-Targets"),
        ("dac_category", "SectorCategory"),
        ("dac_sector", "Sector"),
        ("dac_marker", "PolicyMarker"),
    ):
        for row in items(folder / f"{name}.xml"):
            group = row["group"]
            if kind == "sdg" and (found := OF_GOAL.match(row["code"])):
                group = found[1]
            made.append((kind, row["code"], group, row["en"], row.get("fr", "")))
    return made


def main(folder: str) -> None:
    with TARGET.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(("list", "code", "group", "en", "fr"))
        writer.writerows(rows(Path(folder)))


if __name__ == "__main__":
    main(sys.argv[1])
