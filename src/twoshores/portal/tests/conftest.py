"""A small world above the apps: an organisation with a need, its officer, people who could help."""

from twoshores.capacities.tests.conftest import (  # noqa: F401
    concepts,
    greece,
    make_member,
    need,
    officer,
    organisation,
    place,
)
from twoshores.projects.tests.conftest import examples  # noqa: F401
