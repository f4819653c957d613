"""Cut the codes that IATI's ruleset asks for out of three IATI code lists.

    python scripts/build_iati_lists.py FOLDER

FOLDER holds OrganisationRegistrationAgency.xml, OrganisationIdentifier.xml and
IATIOrganisationIdentifier.xml of IATI/IATI-Codelists-NonEmbedded (CC BY 4.0).
"""

import json
import sys
from pathlib import Path
from xml.etree import ElementTree

OUT = Path(__file__).parents[1] / "src/twoshores/engines/iati/data/iati-organisation-codes.json"


def codes(path: Path) -> list[str]:
    found = ElementTree.parse(path).iterfind(".//codelist-item/code")
    return sorted({(code.text or "").strip() for code in found} - {""})


def main(folder: Path) -> None:
    organisations = {
        *codes(folder / "OrganisationIdentifier.xml"),
        *codes(folder / "IATIOrganisationIdentifier.xml"),
    }
    lists = {
        "agencies": codes(folder / "OrganisationRegistrationAgency.xml"),
        "organisations": sorted(organisations),
    }
    OUT.write_text(json.dumps(lists, ensure_ascii=False, indent=0) + "\n", encoding="utf-8")
    print({name: len(values) for name, values in lists.items()})


if __name__ == "__main__":
    main(Path(sys.argv[1]))
