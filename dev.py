#!/usr/bin/env python3
"""Run, test and maintain Twoshores from a fresh clone; the standard library is enough.

This file and devtools/interpreters.py keep to the syntax of Python 3.6, so that an old python3
can look for a newer one, or say in one sentence that there is none. All the rest of devtools/
is imported only after that and may use Python 3.12.
"""

import os
import pwd
import sys

from devtools import interpreters


def main() -> int:
    if not interpreters.is_suitable_here():
        home = pwd.getpwuid(os.getuid()).pw_dir
        venv = os.path.join(os.path.dirname(os.path.abspath(__file__)), ".venv")
        found = interpreters.find(interpreters.candidates(os.environ, home, venv))
        if found is None:
            print(interpreters.how_to_get_one(), file=sys.stderr)
            return 1
        os.execv(found, [found, os.path.abspath(__file__), *sys.argv[1:]])
    from devtools import commands

    return commands.main(sys.argv[1:])


if __name__ == "__main__":
    sys.exit(main())
