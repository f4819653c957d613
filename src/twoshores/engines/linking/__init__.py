"""Linking: free text in any language -> concepts of the taxonomy. docs/algorithms/linking.md.

labels = Taxonomy.read(path).labels()
index = build_index(labels, folder)
for candidate in index.link("maçon", language="fr", kind="occupation"):
    ...
"""

from .build import Label, Progress, build_index, labels_hash
from .index import LinkIndex
from .languages import ENCODER_LANGUAGES, Refusal
from .near import Near, near_concepts
from .result import Candidate, LinkResult
from .taxonomy import ATTRIBUTION, Concept, Taxonomy

__all__ = [
    "ATTRIBUTION",
    "ENCODER_LANGUAGES",
    "Candidate",
    "Concept",
    "Label",
    "LinkIndex",
    "LinkResult",
    "Near",
    "Progress",
    "Refusal",
    "Taxonomy",
    "build_index",
    "labels_hash",
    "near_concepts",
]
