"""How much memory this process holds."""

import re
from pathlib import Path


def resident_mb() -> float:
    """Resident memory of this process in MB, 0 where the system does not tell."""
    status = Path("/proc/self/status")
    if not status.exists():
        return 0.0
    found = re.search(r"VmRSS:\s+(\d+) kB", status.read_text())
    return round(int(found.group(1)) / 1024, 1) if found else 0.0
