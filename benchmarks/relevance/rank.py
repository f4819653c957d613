"""Rankings of one instance, in a process of its own: `python -m benchmarks.relevance.rank`.

Makes an instance with the demo in --data (or goes on with what is there), loads the labels given
with --esco, reads everybody's words, and writes each system's ranking per need to --out.
"""

import argparse
import json
import os
from pathlib import Path


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, required=True, help="data folder of the instance")
    parser.add_argument("--esco", type=Path, action="append", default=[], help="official download")
    parser.add_argument("--out", type=Path, required=True)
    args = parser.parse_args()
    os.environ |= {"DATA_DIR": str(args.data), "DEMO": "1"}
    os.environ["DJANGO_SETTINGS_MODULE"] = "twoshores.config.settings"
    import django

    django.setup()
    _prepare(args.esco)
    from .systems import SYSTEMS, candidates, demo_needs

    needs, people = demo_needs(), candidates()
    args.out.write_text(json.dumps({name: rank(needs, people) for name, rank in SYSTEMS.items()}))


def _prepare(downloads: list[Path]) -> None:
    from twoshores.capacities.matching import roster_index
    from twoshores.capacities.services.linking import (
        link_pending_requirements,
        link_pending_skills,
    )
    from twoshores.capacities.services.phrases import phrases_read
    from twoshores.config.prepare import load_reference_data, migrate
    from twoshores.portal.demo.load import load_demo
    from twoshores.taxonomy.linking import refresh_index
    from twoshores.taxonomy.services import taxonomy_import

    migrate()
    load_reference_data()
    for path in downloads:
        taxonomy_import(path, by=None)
    load_demo()
    refresh_index()
    link_pending_skills()
    link_pending_requirements()
    phrases_read()
    roster_index.rebuild()


if __name__ == "__main__":
    main()
