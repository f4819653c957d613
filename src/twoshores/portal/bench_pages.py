"""`twoshores bench pages`: server time, queries, weight and throughput of the main pages.

Every figure is taken in processes of its own, on an instance of its own that is thrown away:
nothing here touches the data of the instance that the command is called in.
"""

import argparse
import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

SETTINGS = "twoshores.config.settings"


def bench_pages(profiles: int, needs: int, labels: Path | None = None) -> dict[str, Any]:
    """Per page: median_ms, p95_ms, queries, wire_bytes; requests_per_s for lists.

    Milliseconds of server time without the network, over 50 requests after a warm-up; bytes as
    brotli sends them. requests_per_s: granian with 2 workers under 8 clients on this machine,
    None where it is not measured. `labels`: folder of a label index made before.
    """
    with tempfile.TemporaryDirectory(prefix="twoshores-bench-") as folder:
        return measure_in(Path(folder), profiles, needs, labels)


def measure_in(
    folder: Path, profiles: int, needs: int, labels: Path | None, database: str = ""
) -> dict[str, Any]:
    """The same with the instance in `folder`, which is made if there is none yet.

    `database`: URL of an empty database of its own, SQLite in the folder if there is none.
    """
    environ = os.environ | {
        "DATA_DIR": str(folder),
        "DJANGO_SETTINGS_MODULE": SETTINGS,
        "DEMO": "1",  # its personas are stepped into, and no mail leaves
        "DEBUG": "",
        "DATABASE_URL": database,
        "BASE_URL": "http://127.0.0.1:8000",
    }
    command = [sys.executable, "-m", "twoshores.portal.bench_pages", "--inside"]
    command += ["--profiles", str(profiles), "--needs", str(needs), "--folder", str(folder)]
    command += ["--labels", str(labels)] if labels else []
    out = folder / "figures.json"
    subprocess.run(command, env=environ, check=True)  # noqa: S603 - our own command line
    result: dict[str, Any] = json.loads(out.read_text())
    return result


def _measure_inside(options: argparse.Namespace) -> None:
    """In the process whose environment names the folder: make what lacks, measure, write down."""
    import django

    django.setup()
    from .bench_instance import make_instance
    from .bench_requests import measure_pages

    made = options.folder / "made"
    if not made.exists():
        make_instance(options.profiles, options.needs, options.labels)
        made.touch()
    (options.folder / "figures.json").write_text(json.dumps(measure_pages()))


def main() -> int:
    """`python -m twoshores.portal.bench_pages`: with a folder that stays, for looking closer."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--profiles", type=int, default=100_000)
    parser.add_argument("--needs", type=int, default=5_000)
    parser.add_argument("--labels", type=Path, help="label index made before")
    parser.add_argument("--folder", type=Path, help="instance to make, or to measure again")
    parser.add_argument("--inside", action="store_true", help=argparse.SUPPRESS)
    parser.add_argument("--database", default="", help="URL of an empty database; else SQLite")
    options = parser.parse_args()
    if options.inside:
        _measure_inside(options)
        return 0
    size = (options.profiles, options.needs, options.labels)
    if options.folder:
        options.folder.mkdir(parents=True, exist_ok=True)
        print(json.dumps(measure_in(options.folder, *size, options.database), indent=1))
    else:
        print(json.dumps(bench_pages(*size), indent=1))
    return 0


if __name__ == "__main__":
    sys.exit(main())
