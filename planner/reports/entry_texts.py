"""What calendar entries say: titles and plain-text descriptions. They name the session's own people alone (P1)."""

from collections.abc import Iterator

from planner.messages.named import Named
from planner.messages.rules import exceptions
from planner.messages.texts import Texts
from planner.plan import Placement, RemoteBlock
from planner.session import Activity, Session


class EntryTexts:
    """The words of a session's entries."""

    def __init__(self, session: Session, texts: Texts) -> None:
        self._session = session
        self._texts = texts
        self._named = Named(session, texts)

    def class_title(self, placement: Placement) -> str:
        """The class, and its groups where it is not the class of all, or was not when its entry was written."""
        title = self._texts.plain(self._session.activity(placement.activity).title)
        was_of_all = placement.entry is not None and placement.entry.title == title
        if was_of_all or len(placement.groups) == len(self._named.planned):
            return title
        return f"{title} · {self._named.groups(placement.groups)}"

    def work_title(self, block: RemoteBlock, part: int, parts: int) -> str:
        """« 1 h · Observer sa classe (à titre indicatif) »; the block's minutes, also where closed days cut it."""
        duration = self._texts.duration(block.duration_min)
        title = self._texts.plain(self._session.activity(block.activity).title)
        if self._named.is_split():
            title = f"{title} · {self._named.group(block.group)}"
        if parts == 1:
            return self._texts.say("{duration} · {title} (for guidance)", duration=duration, title=title)
        return self._texts.say(
            "{duration} in all · {title}, part {part} of {parts} (for guidance)",
            duration=duration, title=title, part=part, parts=parts,
        )  # fmt: skip

    def of_class(self, placement: Placement) -> str:
        """The description of a class or of a day on site."""
        activity = self._session.activity(placement.activity)
        lines = [*self._head(activity, placement.groups)]
        if placement.trainers:
            names = self._texts.listing([self._named.trainer(trainer) for trainer in placement.trainers])
            lines.append(
                self._texts.count("Trainer: {names}", "Trainers: {names}", len(placement.trainers), names=names)
            )
        lines += self._where(activity)
        lines += self._durations(activity, placement.duration_min)
        return "\n".join([*lines, *self._rules()])

    def of_work(self, block: RemoteBlock) -> str:
        """The description of a block of remote work."""
        activity = self._session.activity(block.activity)
        say, day = self._texts.say, self._texts.day
        lines = [*self._head(activity, (block.group,))]
        if block.first == block.last:
            lines.append(say("At your own pace, on {day}", day=day(block.first)))
        else:
            lines.append(say("At your own pace, from {first} to {last}", first=day(block.first), last=day(block.last)))
        lines += self._where(activity)
        lines += self._durations(activity, block.duration_min)
        return "\n".join([*lines, *self._rules()])

    def _head(self, activity: Activity, groups: tuple[str, ...]) -> Iterator[str]:
        say, plain = self._texts.say, self._texts.plain
        yield say("Session: {title}", title=plain(self._session.title))
        yield say("Activity: {title}", title=plain(activity.title))
        names = self._named.groups(groups)
        yield self._texts.count("Group: {names}", "Groups: {names}", len(groups), names=names)

    def _where(self, activity: Activity) -> Iterator[str]:
        if activity.place:
            yield self._texts.say("Place: {place}", place=self._texts.plain(activity.place))
        if activity.link:
            yield self._texts.say("Link: {link}", link=activity.link)

    def _durations(self, activity: Activity, duration_min: int) -> Iterator[str]:
        """I.J: for guidance only; the designer's figure stays visible beside the trainer's (P6)."""
        say, duration = self._texts.say, self._texts.duration
        if duration_min == activity.duration_min:
            yield say("Duration, for guidance only: {duration}", duration=duration(duration_min))
        else:
            yield say(
                "Duration, for guidance only: {duration} of the {whole} of the whole activity",
                duration=duration(duration_min), whole=duration(activity.duration_min),
            )  # fmt: skip
        if activity.designer_duration_min not in (None, activity.duration_min):
            assert activity.designer_duration_min is not None
            yield say(
                "The designer of the course estimated {designer}; the trainer made it {duration}",
                designer=duration(activity.designer_duration_min), duration=duration(activity.duration_min),
            )  # fmt: skip

    def _rules(self) -> Iterator[str]:
        """Every derogation, the rules switched off, and whether the contents stay open (R14).

        A trainer's calendar may have no entry in the week of a derogation, and it is shown in every output.
        """
        session, texts = self._session, self._texts
        yield from exceptions(session, texts)
        last = texts.day(session.window.last)
        if session.stays_open is True:
            yield texts.say("The contents stay open after the last date, {day}", day=last)
        elif session.stays_open is False:
            yield texts.say("The contents close after the last date, {day}", day=last)
