"""Names that Microsoft programs give to time zones, and the IANA zones they mean.

Names (« Romance Standard Time ») come from the Unicode CLDR table that `icalendar` ships. Display names (what Outlook
shows, sometimes written as TZID) are those of Windows in English and French, for the zones of this project and of its
neighbours; source: Windows' own list, « Default Time Zones » on learn.microsoft.com, from memory (2026-11-23).
Any other display name is understood through the VTIMEZONE that Outlook writes beside it.
"""

import re

_OFFSET = re.compile(r"\s*\((?:UTC|GMT)(?:[+-]\d{1,2}:?\d{2})?\)\s*")

DISPLAY_NAMES = {
    "brussels, copenhagen, madrid, paris": "Europe/Paris",
    "bruxelles, copenhague, madrid, paris": "Europe/Paris",
    "amsterdam, berlin, bern, rome, stockholm, vienna": "Europe/Berlin",
    "amsterdam, berlin, berne, rome, stockholm, vienne": "Europe/Berlin",
    "belgrade, bratislava, budapest, ljubljana, prague": "Europe/Budapest",
    "sarajevo, skopje, warsaw, zagreb": "Europe/Warsaw",
    "sarajevo, skopje, varsovie, zagreb": "Europe/Warsaw",
    "dublin, edinburgh, lisbon, london": "Europe/London",
    "dublin, édimbourg, lisbonne, londres": "Europe/London",
    "coordinated universal time": "UTC",
    "temps universel coordonné": "UTC",
    "georgetown, la paz, manaus, san juan": "America/La_Paz",
    "cayenne, fortaleza": "America/Cayenne",
    "saint pierre and miquelon": "America/Miquelon",
    "saint-pierre-et-miquelon": "America/Miquelon",
    "port louis": "Indian/Mauritius",
    "nairobi": "Africa/Nairobi",
    "solomon is., new caledonia": "Pacific/Guadalcanal",
    "îles salomon, nouvelle-calédonie": "Pacific/Guadalcanal",
    "hawaii": "Pacific/Honolulu",
    "coordinated universal time+12": "Etc/GMT-12",
}
"""City lists of the display names, small letters, without the offset in front."""


def iana_name(name: str) -> str | None:
    """The IANA name that a Windows name or an Outlook display name means; None where it is neither."""
    from icalendar.timezone.windows_to_olson import WINDOWS_TO_OLSON  # 50 ms, needed by few files

    return WINDOWS_TO_OLSON.get(name) or DISPLAY_NAMES.get(_OFFSET.sub("", name, count=1).strip().casefold())
