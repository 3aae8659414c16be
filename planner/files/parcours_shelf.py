"""The parcours that a spreadsheet may name: by their file, or by their id where they lie beside it."""

import os
import re
from functools import cached_property
from pathlib import Path

from planner.files.plain_text import read_text
from planner.near_names import NearNames
from planner.outcome import Finding

_ID = re.compile(r"""^["']?id["']?[ \t]*:[ \t]*["']?([^"'#\n]*?)["']?[ \t]*(?:#.*)?$""", re.M)
_ACTIVITIES = re.compile(r"^[\"']?activities[\"']?[ \t]*:", re.M)
_MOST_FILES = 5000


class ParcoursIndex:
    """The parcours files of a folder and of the folders in it, by path (relative to it), by name and by id."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def path_of(self, name: str) -> str | None:
        """The file that a path, a file's name or an id means, relative to the folder; None where there is none."""
        if name.lower().endswith((".yaml", ".yml")):
            return name if (self.folder / name).exists() or name not in self._names else self._names[name]
        return self._names.get(name) or self._names.get(name.casefold())

    @property
    def ids(self) -> tuple[str, ...]:
        """What names the parcours that were found, sorted."""
        return tuple(sorted({min(names) for path in self._names.values() if (names := self._named(path))}))

    def _named(self, path: str) -> list[str]:
        return [name for name, other in self._names.items() if other == path][:1]

    def near(self, name: str) -> tuple[str, ...]:
        """Ids that a name may have meant."""
        return self._near.of(name)

    @cached_property
    def _near(self) -> NearNames:
        return NearNames(self._names)

    @cached_property
    def _names(self) -> dict[str, str]:
        names: dict[str, str] = {}
        for file in self._files():
            source = read_text(file, str(file))
            if isinstance(source, Finding) or not _ACTIVITIES.search(source.text):
                continue
            path = Path(os.path.relpath(file, self.folder)).as_posix()
            found = _ID.search(source.text)
            for name in (found[1] if found else "", file.stem, file.name):
                if name:
                    names.setdefault(name, path)
                    names.setdefault(name.casefold(), path)
        return names

    def _files(self) -> list[Path]:
        folders = [self.folder, *sorted(each for each in self.folder.iterdir() if each.is_dir())]
        return [file for folder in folders for file in sorted([*folder.glob("*.yaml"), *folder.glob("*.yml")])][
            :_MOST_FILES
        ]
