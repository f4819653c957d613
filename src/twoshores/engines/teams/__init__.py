"""Teams: when no one person covers a need, the smallest groups of people who do.

result = smallest_teams(need_concepts, candidates)
"""

from twoshores.engines.teams.cover import (
    MOST_PEOPLE,
    Candidate,
    Member,
    Team,
    Teams,
    smallest_teams,
)
from twoshores.engines.teams.obstacles import Obstacle, Obstacles, what_stands_in_the_way
from twoshores.engines.teams.roster import candidates_for, teams_for

__all__ = [
    "MOST_PEOPLE",
    "Candidate",
    "Member",
    "Obstacle",
    "Obstacles",
    "Team",
    "Teams",
    "candidates_for",
    "smallest_teams",
    "teams_for",
    "what_stands_in_the_way",
]
