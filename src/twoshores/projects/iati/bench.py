"""`twoshores bench iati`: how long an import takes, beside plain parsing of the same file.

The file is made of the activities of a given one (or of the small one that comes with the
product), repeated under new identifiers. Every figure is taken in a process of its own, on an
instance of its own that is thrown away.
"""

import argparse
import json
import os
import re
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from copy import deepcopy
from datetime import date
from pathlib import Path
from typing import Any

from lxml import etree

from twoshores.engines import iati

SETTINGS = "twoshores.config.settings"
SAMPLE = Path(__file__).parents[1] / "data" / "iati_sample.xml"
ROUNDS = 3
WAYS = ("lxml_parse", "lxml_stream", "read", "import")


def bench_iati(path: Path | None, megabytes: float) -> dict[str, Any]:
    """Per way: median seconds of three rounds and the most memory of its process, in MB.

    lxml_parse: the whole tree. lxml_stream: iterparse that frees each activity. read: ours
    without the database, schema and ruleset checked. import: into a fresh SQLite instance.
    """
    with tempfile.TemporaryDirectory(prefix="twoshores-bench-") as name:
        folder = Path(name)
        result: dict[str, Any] = {"activities": 0, "bytes": 0}
        for number in range(ROUNDS):
            made = folder / f"{number}.xml"
            result["activities"] = make_file(path or SAMPLE, made, megabytes, f"r{number}")
            result["bytes"] = made.stat().st_size
        for way in WAYS:
            result[way] = _measured(folder, way)
    return result


def make_file(source: Path, out: Path, megabytes: float, mark: str) -> int:
    """Write a file of at least so many megabytes; returns how many activities it has."""
    root = etree.parse(source, etree.XMLParser(resolve_entities=False)).getroot()
    activities = root.findall("iati-activity")
    size = count = 0
    with out.open("wb") as file:
        file.write(f'<iati-activities version="{iati.VERSION}">'.encode())
        while size < megabytes * 1_000_000:
            copy = deepcopy(activities[count % len(activities)])
            identifier = copy.find("iati-identifier")
            assert identifier is not None, "the schema demands it"
            identifier.text = f"{(identifier.text or '').strip()}-{mark}-{count}"
            size += file.write(etree.tostring(copy, encoding="UTF-8"))
            count += 1
        file.write(b"</iati-activities>")
    return count


def _measured(folder: Path, way: str) -> dict[str, Any]:
    environ = os.environ | {
        "DATA_DIR": str(folder / "instance"),
        "DJANGO_SETTINGS_MODULE": SETTINGS,
        "DEMO": "1",  # no mail leaves
        "DEBUG": "",
        "DATABASE_URL": "",
        "BASE_URL": "http://127.0.0.1:8000",
    }
    command = [sys.executable, "-m", "twoshores.projects.iati.bench", way, str(folder)]
    done = subprocess.run(  # noqa: S603 - our own command line
        command, env=environ, check=True, stdout=subprocess.PIPE
    )
    found: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return found


def _peak() -> float:
    """The most memory this process held, in MB. On Linux getrusage would count the parent too."""
    status = Path("/proc/self/status").read_text()
    return int(re.findall(r"^VmHWM:\s+(\d+) kB", status, re.MULTILINE)[0]) / 1_000


def _parse(path: Path) -> None:
    etree.parse(path)


def _stream(path: Path) -> None:
    for _event, element in etree.iterparse(path, tag="iati-activity"):
        element.clear()
        while element.getprevious() is not None:
            del element.getparent()[0]


def _read(path: Path) -> None:
    with path.open("rb") as file:
        for read in iati.read_activities(file, today=date.today()):
            assert not read.schema, read.schema[0]


def _importer() -> Callable[[Path], None]:
    """A fresh instance with one organisation; what brings a file into it."""
    import django

    django.setup()
    from django.core.management import call_command

    from twoshores.accounts.models import User
    from twoshores.actors.models import Membership, Organisation

    from ..services.iati_import import iati_import

    call_command("migrate", verbosity=0)
    user = User.objects.create_user("bench@example.org")
    organisation = Organisation.objects.create(
        kind="organisation", name="Bench", name_language="en", organisation_kind="ngo"
    )
    Membership.objects.create(user=user, organisation=organisation, role="officer")

    def bring_in(path: Path) -> None:
        report = iati_import(by=user, organisation=organisation, data=path.read_bytes())
        assert report.is_saved, report.problems[0]

    return bring_in


def main() -> int:
    """In the process of one way: three rounds, the figures as one line of JSON."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("way", choices=WAYS)
    parser.add_argument("folder", type=Path)
    options = parser.parse_args()
    ways = {"lxml_parse": _parse, "lxml_stream": _stream, "read": _read}
    work = ways.get(options.way) or _importer()
    if options.way == "read":
        _read(_smallest(options.folder))  # schema and rules are compiled once a process
    before, took = _peak(), []
    for number in range(ROUNDS):
        began = time.perf_counter()
        work(options.folder / f"{number}.xml")
        took.append(time.perf_counter() - began)
    figures = {
        "median_s": statistics.median(took),
        "peak_mb": _peak(),
        "above_start_mb": _peak() - before,
    }
    print(json.dumps(figures))
    return 0


def _smallest(folder: Path) -> Path:
    path = folder / "smallest.xml"
    make_file(SAMPLE, path, 0.000_001, "s")
    return path


if __name__ == "__main__":
    sys.exit(main())
