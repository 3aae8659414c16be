"""Public holidays of a department, through the package `holidays`.

What the law does not give everywhere follows that package: Good Friday in all of Moselle and Alsace (L3134-13 limits it
to communes with a Protestant temple or a mixed church), the customs of the overseas departments, the days of each
collectivity. A session may switch any of them off by name.
"""

import contextlib
import functools
import importlib.util
import sys
from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from pathlib import Path
from types import MappingProxyType, ModuleType
from typing import Any

from calendars.places import place

_LABOUR_CODE = "code du travail L3133-1"
_ALSACE_MOSELLE = "code du travail L3134-13"
_ABOLITION = "code du travail L3422-2; loi 83-550, décret 83-1003"
_CUSTOM = "usage local"
_OWN_RULES = {
    "WF": "réglementation de Wallis-et-Futuna",
    "PF": "réglementation de la Polynésie française",
    "NC": "réglementation de la Nouvelle-Calédonie",
}
"""Where the labour code of France is not that of the place, by public-holiday subdivision."""
_OF_THE_LAW = frozenset(
    {
        "Jour de l'an", "Lundi de Pâques", "Fête du Travail", "Fête de la Victoire", "Ascension", "Lundi de Pentecôte",
        "Fête nationale", "Assomption", "Toussaint", "Armistice", "Noël",
    }
)  # fmt: skip
"""The 11 days of L3133-1, as the package names them."""
_JOINED = "; "
"""What the package puts between the names of two public holidays that fall on one day."""


def public_holidays(department: str, year: int) -> Mapping[date, str]:
    """The public holidays of a civil year, with their French names whatever the machine's language.

    Raises UnknownDepartment.
    """
    return _of_subdivision(place(department).public_holiday_subdivision, year)


def names_of_day(name: str) -> tuple[str, ...]:
    """The names in one value of `public_holidays`: two where two public holidays fall on one day."""
    return tuple(name.split(_JOINED))


def public_holiday_names(department: str, years: Iterable[int]) -> tuple[str, ...]:
    """Each name that a public holiday of the department has in these years, in the order of the year."""
    found = {
        name: None for year in years for day in public_holidays(department, year).values() for name in names_of_day(day)
    }
    return tuple(found)


def public_holiday_source(department: str, name: str) -> str:
    """The law that gives a department this public holiday, or custom, and the package that the date comes from.

    `name` is one of those of `public_holidays`. Raises UnknownDepartment.
    """
    return f"{_law(place(department).public_holiday_subdivision, name)}; holidays {_package_version()}"


def _law(subdivision: str | None, name: str) -> str:
    if subdivision in _OWN_RULES:
        return _OWN_RULES[subdivision]
    if name in _OF_THE_LAW:
        return _LABOUR_CODE
    if subdivision in ("57", "6AE"):
        return _ALSACE_MOSELLE
    return _ABOLITION if name == "Abolition de l'esclavage" else _CUSTOM


@functools.cache
def _of_subdivision(subdivision: str | None, year: int) -> Mapping[date, str]:
    found = _france()(subdiv=subdivision, years=year, language="fr", expand=False)
    return MappingProxyType(dict(sorted(found.items())))


@functools.cache
def _package_version() -> str:
    from holidays.version import __version__

    return str(__version__)


@functools.cache
def _france() -> Any:
    """The class that knows France, without the 250 other countries and the calendars of other religions that importing
    it by name would read (0.1 s). As ever where the package is not laid out as it was in 0.109.
    """
    with contextlib.suppress(ImportError, AttributeError), _only_folders("holidays.calendars", "holidays.groups"):
        groups = sys.modules["holidays.groups"]
        for name, member in (("christian", "ChristianHolidays"), ("international", "InternationalHolidays")):
            setattr(groups, member, getattr(importlib.import_module(f"holidays.groups.{name}"), member))
        return _module_alone("holidays", "countries/france.py").France
    from holidays.countries.france import France

    return France


@contextlib.contextmanager
def _only_folders(*packages: str) -> Iterator[None]:
    """Let packages be only folders of modules meanwhile: none of their modules is loaded but those asked for."""
    missing = [name for name in packages if name not in sys.modules]
    for name in missing:
        top, _, folder = name.partition(".")
        sys.modules[name] = module = ModuleType(name)
        module.__path__ = [str(_folder_of(top) / folder)]
    try:
        yield
    finally:
        for name in missing:  # whoever imports them later finds the real ones
            del sys.modules[name]
            top, _, folder = name.partition(".")
            vars(sys.modules.get(top, ModuleType(top))).pop(folder, None)


def _folder_of(package: str) -> Path:
    found = importlib.util.find_spec(package)
    return Path(next(iter((found and found.submodule_search_locations) or ("",))))


def _module_alone(package: str, file: str) -> ModuleType:
    """One file of a package, without the packages above it. ImportError where it is not there."""
    name = f"calendars._{Path(file).stem}_of_{package}"
    path = _folder_of(package) / file
    spec = importlib.util.spec_from_file_location(name, path) if path.is_file() else None
    if spec is None or spec.loader is None:
        raise ImportError(file)
    module = importlib.util.module_from_spec(spec)
    sys.modules[name] = module
    spec.loader.exec_module(module)
    return module
