"""What the reports that people look at call things: phases, parts of the work, hours."""

from collections.abc import Sequence
from fractions import Fraction
from functools import lru_cache

from planner.messages.texts import Texts
from planner.session import ActivityKind
from planner.workload.results import Minutes, Phase

QUARTER_MIN = 15


def phase_name(phase: Phase, texts: Texts) -> str:
    """« préparation », « mise en œuvre », « bilan »."""
    names = {
        "preparation": texts.say("preparation"),
        "delivery": texts.say("delivery"),
        "review": texts.say("review"),
    }
    return names[phase]


@lru_cache(maxsize=256)  # a spreadsheet of a year says each name thousands of times
def component_name(component: str, texts: Texts) -> str:
    """What a part of the work is; KeyError for one that the model does not have."""
    names = {
        "P1": texts.say("taking in the course"),
        "P2": texts.say("fitting the course to its audience"),
        "P3": texts.say("setting up the groups"),
        "P4": texts.say("kick-off meeting of the team"),
        "D1": texts.say("on site, in front of participants"),
        "D2": texts.say("before and after a day on site"),
        "D3": texts.say("virtual classes, live"),
        "D4": texts.say("before and after a virtual class, first time"),
        "D5": texts.say("before and after the same class, next groups"),
        "D5b": texts.say("before and after a class, as second trainer"),
        "D6": texts.say("forums"),
        "D7": texts.say("feedback on what participants hand in"),
        "D8": texts.say("weekly messages"),
        "D9": texts.say("replies to requests"),
        "D10": texts.say("following each group’s progress as a whole"),
        "D11": texts.say("results of tests, without names"),
        "D12": texts.say("coordination of the team"),
        "R1": texts.say("review of each group"),
        "R2": texts.say("written report"),
        "R3": texts.say("debriefing of the team"),
    }
    return names[component]


def kind_name(kind: ActivityKind, texts: Texts) -> str:
    """« classe virtuelle », « travail à distance »."""
    names = {
        "virtual_class": texts.say("virtual class"),
        "in_person": texts.say("on site"),
        "remote_work": texts.say("work at one’s own pace"),
        "evaluation": texts.say("questionnaire"),
    }
    return names[kind]


def day_words(closed: str | None, holiday: str | None, kinds: Sequence[ActivityKind], texts: Texts) -> str:
    """What a day of the year shows, for those who hear it; nothing of an ordinary day."""
    words = [] if closed is None else [holiday or _closed(closed, texts)]
    return ", ".join([*words, *(kind_name(kind, texts) for kind in kinds)])


def _closed(closed: str, texts: Texts) -> str:
    names = {
        "weekend": texts.say("weekend"),
        "public": texts.say("public holiday"),
        "school": texts.say("school holidays"),
        "unknown": texts.say("school calendar not published"),
    }
    return names[closed]


def number(value: Fraction | float, texts: Texts) -> str:
    """A coefficient, to the thousandth at most: « 0,75 », "0.75"."""
    written = f"{float(value):.3f}".rstrip("0").rstrip(".")
    return written.replace(".", ",") if texts.lang == "fr" else written


def hours(minutes: Fraction | float, texts: Texts) -> str:
    """To the quarter hour: « 36 h 30 »; what is not nothing is never shown as nothing."""
    quarters = int(Fraction(minutes) / QUARTER_MIN + Fraction(1, 2))
    if not quarters and minutes > 0:
        return texts.say("less than {duration}", duration=texts.duration(QUARTER_MIN))
    return texts.duration(quarters * QUARTER_MIN)


def hours_range(minutes: Minutes, texts: Texts) -> str:
    """« 22 h 45 – 67 h 30 »; one figure where both ends are the same."""
    low, high = hours(minutes.low, texts), hours(minutes.high, texts)
    return low if low == high else f"{low} – {high}"


def to_the_minute(minutes: Minutes, texts: Texts) -> str:
    """« 2 h 10 (1 h 31 – 3 h 14) »: the likely figure, then from where to where, so that a reader can redo sums."""
    low, likely, high = (texts.duration(round(each)) for each in (minutes.low, minutes.likely, minutes.high))
    return likely if low == high else f"{likely} ({low} – {high})"
