"""Assessors: who reads which proposal, under conflicts, languages, countries and loads. Pure.

result = assign(proposals, assessors, conflicts)
"""

from .problem import Assessor, Assigned, Proposal, Shortfall, cost_of
from .solver import NotSolved, assign, greedy

__all__ = [
    "Assessor",
    "Assigned",
    "NotSolved",
    "Proposal",
    "Shortfall",
    "assign",
    "cost_of",
    "greedy",
]
