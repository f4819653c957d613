"""Linking, measured: `python benchmarks/linking.py --melo DIR [--esco PATH ...] [--out JSON]`.

Quality on every MELO dataset in DIR, the published baseline reproduced on usa en-en, and time
and memory of the index of the shipped taxonomy with the official downloads given (--esco may be
repeated; the published figures use en, fr, es, ar). The index is kept in --work.
"""

import argparse
import json
from pathlib import Path

from twoshores.engines.linking import Label, Taxonomy, build_index
from twoshores.engines.linking.bench import bench_linking, char_tf_idf_baseline, datasets
from twoshores.engines.linking.command import DEFAULT
from twoshores.engines.linking.esco_csv import read_official

BASELINE_SET = "usa_q_en_c_en"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--melo", type=Path, required=True)
    parser.add_argument("--esco", type=Path, action="append", default=[])
    parser.add_argument("--work", type=Path, default=Path("benchmarks/out/linking"))
    parser.add_argument("--out", type=Path)
    args = parser.parse_args()
    labels: list[Label] = [] if args.esco else list(Taxonomy.read(DEFAULT).labels())
    for path in args.esco:
        for concept in read_official(path).concepts:
            labels += concept.labels()
    build_index(labels, args.work)
    result = bench_linking(args.melo, print, args.work)
    with datasets(args.melo) as found:
        known = {folder.name: folder for folder in found}
        if BASELINE_SET in known:
            result["char_tf_idf_baseline"] = char_tf_idf_baseline(known[BASELINE_SET])
    text = json.dumps(result, indent=2)
    print(text)
    if args.out:
        args.out.write_text(text + "\n")


if __name__ == "__main__":
    main()
