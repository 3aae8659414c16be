"""Where the data lies: the one function that finds it."""

from pathlib import Path

_PACKAGE = Path(__file__).parent
SCHOOL_HOLIDAYS = "school_holidays"
"""The folder of school years, under each place where data is looked for."""


def data_folders(name: str, user_folder: Path | None = None, package: Path = _PACKAGE) -> tuple[Path, ...]:
    """The folders called `name` that hold data, the one that wins first.

    They are `user_folder / name` where it exists, then the shipped one: inside the installed package
    (`calendars/data`), or, in a checkout, the repository's `data`. Raises FileNotFoundError where nothing was shipped.
    """
    shipped = next(
        (folder for folder in (package / "data" / name, package.parent / "data" / name) if folder.is_dir()), None
    )
    if shipped is None:
        raise FileNotFoundError(f"no data folder {name!r} beside {package}")
    users = () if user_folder is None or not (user_folder / name).is_dir() else (user_folder / name,)
    return (*users, shipped)
