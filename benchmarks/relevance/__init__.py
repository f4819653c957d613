"""How good shortlists are: rankings of the demo's people against judged candidates.

`python -m benchmarks.relevance` measures, `python -m benchmarks.relevance.pool` writes the texts
that a judge reads. How the judgements were made: README.md here.
"""
