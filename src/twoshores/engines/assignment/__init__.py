"""Assignment: many needs, few people; who goes where so that most needs are met, fairly.

result = solve(Problem.of(edges, capacities))
"""

from twoshores.engines.assignment.problem import Assignment, Edge, Problem
from twoshores.engines.assignment.solver import greedy, solve

__all__ = ["Assignment", "Edge", "Problem", "greedy", "solve"]
