"""The projection of the map of shores: the middle large, the far shores near.

x = asinh(2 * (lon - 12 deg)), y = -asinh(3 * (lat - 45 deg)), differences in radians. Close to the
middle it is linear; far out it grows like a logarithm, so that Quito and Manila stay on the page
while Belgium and the Netherlands are still apart. East is always right: geography is not mirrored
in right-to-left languages.
"""

import math

MIDDLE_LON = 12.0
MIDDLE_LAT = 45.0


def project(lon: float, lat: float) -> tuple[float, float]:
    """Longitude and latitude in degrees to units of the projection, y growing southward."""
    x = math.asinh(2 * math.radians(lon - MIDDLE_LON))
    y = -math.asinh(3 * math.radians(lat - MIDDLE_LAT))
    return x, y
