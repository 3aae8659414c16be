"""What a person called things, ready to stand in a sentence."""

from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import date
from functools import cached_property

from planner.messages.texts import Texts
from planner.session import Group, Session


class Named:
    """The activities, groups and trainers of a session by the names that the person gave them.

    An id that the session does not have is named by itself: a plan may hold anything.
    """

    def __init__(self, session: Session, texts: Texts) -> None:
        self.session = session
        self._texts = texts

    def activity(self, id: str) -> str:
        """« Retour d'expérience », with the id where two activities have this title."""
        titles = {activity.id: activity.title for activity in self.session.activities}
        if id not in titles:
            return self._texts.quoted(id)
        title = self._texts.quoted(titles[id])
        return title if Counter(titles.values())[titles[id]] == 1 else f"{title} ({id})"

    def group(self, id: str) -> str:
        """The group's name, with the id where two have it; without a name, its id."""
        names = self._group_names
        if id not in names:
            return self._texts.plain(id)
        name = self._texts.plain(names[id])
        return name if Counter(names.values())[names[id]] == 1 else f"{name} ({id})"

    def trainer(self, id: str) -> str:
        """The trainer's name, with the id where two have it."""
        names = {trainer.id: trainer.name for trainer in self.session.trainers}
        if id not in names:
            return self._texts.plain(id)
        name = self._texts.plain(names[id])
        return name if Counter(names.values())[names[id]] == 1 else f"{name} ({id})"

    def groups(self, ids: Iterable[str]) -> str:
        """Several groups, as a list in a sentence."""
        return self._texts.listing([self.group(id) for id in ids])

    def sum(self, parts: Iterable[tuple[str, int]]) -> str:
        """« Accueil » 1 h + « Observer » 45 min: a sum that the reader can redo."""
        return " + ".join(f"{self.activity(id)} {self.duration(minutes)}" for id, minutes in parts)

    def duration(self, minutes: int) -> str:
        """1 h 30; a plan may also hold less than nothing, which is shown as it is."""
        return self._texts.duration(minutes) if minutes >= 0 else f"{minutes} min"

    def hours(self, intervals: Sequence[tuple[int, int]]) -> str:
        """08:00-12:00, 13:30-18:00, of intervals in minutes since midnight."""
        return ", ".join(f"{_clock(start)}-{_clock(end)}" for start, end in intervals)

    def weekly_hours(self, week: Sequence[Sequence[tuple[int, int]]]) -> str:
        """Monday to Friday 17:00-18:30; Saturday 08:00-12:00: of each weekday's intervals, Monday first."""
        alike: dict[str, list[int]] = {}
        for weekday, intervals in enumerate(week):
            if intervals:
                alike.setdefault(self.hours(intervals), []).append(weekday)
        texts = self._texts
        return "; ".join(f"{self._weekdays(days)} {hours}" for hours, days in alike.items()) or texts.say("none")

    def _weekdays(self, days: Sequence[int]) -> str:
        first, last = (self._texts.weekday(day) for day in (days[0], days[-1]))
        if len(days) > 2 and days[-1] - days[0] == len(days) - 1:
            return self._texts.say("{first} to {last}", first=first, last=last)
        return self._texts.listing([self._texts.weekday(day) for day in days])

    def days(self, first: date, last: date) -> str:
        """One day, or from a first to a last day (both in)."""
        say, day = self._texts.say, self._texts.day
        return day(first) if first == last else say("from {first} to {last}", first=day(first), last=day(last))

    def is_split(self) -> bool:
        """Whether there is more than one group, so that sentences have to say which."""
        return len(self.planned) > 1

    @cached_property
    def planned(self) -> tuple[Group, ...]:
        """The groups as they attend, sorted by id."""
        return self.session.planned_groups()

    @cached_property
    def _group_names(self) -> dict[str, str]:
        """What the groups are called, of the file and as they attend, by id."""
        return {each.id: each.name or each.id for each in (*self.session.groups, *self.planned)}

    def holiday(self, name: str, first: date, resume: date | None) -> str:
        """A holiday with its dates: from its first day off to the day on which classes resume."""
        say, day = self._texts.say, self._texts.day
        if resume is None:
            return say("{name} (from {first}; the day classes resume is not published)", name=name, first=day(first))
        return say(
            "{name} (from {first} until classes resume on {resume})", name=name, first=day(first), resume=day(resume)
        )


def _clock(minutes: int) -> str:
    return f"{minutes // 60:02}:{minutes % 60:02}"
