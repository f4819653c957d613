"""python -m benchmarks.assignment --json: the same as `twoshores bench assign --json`."""

from twoshores.engines.assignment.bench import bench_assign, main

__all__ = ["bench_assign", "main"]

if __name__ == "__main__":
    raise SystemExit(main())
