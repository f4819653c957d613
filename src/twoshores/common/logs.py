"""What may stand in a log: routes, never the address that was asked for.

An address can hold a signed link, which opens somebody's page without a password, or whatever
was typed behind it.
"""

import logging


class RoutesOnly(logging.Filter):
    """Puts the route in the place of the path: "p/<str:token>/" for "/p/WyI5MTQ.../"."""

    def filter(self, record: logging.LogRecord) -> bool:
        request = getattr(record, "request", None)
        path = getattr(request, "path", None)
        if path is not None and isinstance(record.args, tuple):
            match = getattr(request, "resolver_match", None)
            route = f"/{match.route}" if match else "(no such page)"
            record.args = tuple(route if value == path else value for value in record.args)
        return True
