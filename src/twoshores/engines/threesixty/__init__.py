"""360Giving: awards as a package of grants, and what keeps one out. No Django, no network."""

from .grants import (
    PREFIX,
    Award,
    Fault,
    Package,
    Party,
    clean,
    faults_of,
    package,
    party_identifier,
)

__all__ = [
    "PREFIX",
    "Award",
    "Fault",
    "Package",
    "Party",
    "clean",
    "faults_of",
    "package",
    "party_identifier",
]
