"""Which language to speak: asked for on the command line, else what the environment says, else French."""

from collections.abc import Mapping, Sequence

from planner.messages.texts import LANGUAGES


def language(arguments: Sequence[str], environment: Mapping[str, str]) -> str:
    """ "fr" or "en". Read before anything else, so that help and usage errors are in the reader's language too.

    `--lang` wins (its last value); then, as gettext reads them, LANGUAGE (a list), LC_ALL, LC_MESSAGES and LANG.
    French where they say nothing, C or POSIX, or a language there are no texts in.
    """
    for place, argument in reversed(list(enumerate(arguments))):
        name, equals, value = argument.partition("=")
        if name == "--lang":
            asked = value if equals else "".join(arguments[place + 1 : place + 2])
            return asked if asked in LANGUAGES else _of_environment(environment)
    return _of_environment(environment)


def _of_environment(environment: Mapping[str, str]) -> str:
    for wished in environment.get("LANGUAGE", "").split(":"):
        if (code := _code(wished)) in LANGUAGES:
            return code
    for name in ("LC_ALL", "LC_MESSAGES", "LANG"):
        if value := environment.get(name):  # the first that is set decides
            return "en" if _code(value) == "en" else "fr"
    return "fr"


def _code(value: str) -> str:
    """The language of `en_GB.UTF-8@euro`: en."""
    return value.split(".")[0].split("@")[0].split("_")[0].split("-")[0].lower()
