"""python -m benchmarks.matching --profiles 1000000 --peers --json: `twoshores bench match`."""

from twoshores.engines.matching.bench import bench_match, main

__all__ = ["bench_match", "main"]

if __name__ == "__main__":
    raise SystemExit(main())
