"""The model of workload.md, part 3: a session -> minutes of each trainer, by phase, component, activity and group.

Every figure is a product: an amount that the session gives (its base), a coefficient with its range, and what
multiplies it. Amounts are exact; live time is never multiplied. Each trainer's own expertise counts for what that
trainer does; where work is shared evenly, that comes to the mean of the team's, as the model has it.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction

from calendars.school_holidays import SchoolCalendar
from planner.plan import Plan
from planner.session import Activity, Group, Session, Trainer
from planner.workload.booklet import booklet_lines
from planner.workload.drivers import Drivers, drivers
from planner.workload.factors import Factors, Rate
from planner.workload.flags import flags
from planner.workload.leading import ONE, Led
from planner.workload.results import LIVE_COMPONENTS, Estimate, Factor, Minutes, Phase, Share, total
from planner.workload.weeks import week_loads

_EXACT: Rate = (None, ())

PHASE_OF: Mapping[str, Phase] = {"P": "preparation", "D": "delivery", "R": "review"}
"""The phase of a component, by its letter."""


def estimate(session: Session, factors: Factors, plan: Plan | None, school: SchoolCalendar) -> Estimate:
    """The work on a session, with the load of each week where there is a plan.

    The session's own `workload:` wins over `factors`. ValueError for a session without trainers; UnknownSchoolDay
    where there is no plan and the window's weeks have to be counted beyond the known school years.
    """
    return estimate_counted(drivers(session, plan, school), factors, plan, school)


def estimate_counted(counted: Drivers, factors: Factors, plan: Plan | None, school: SchoolCalendar) -> Estimate:
    """The same, where what the work is counted from is known already."""
    session = counted.session
    if not session.trainers:
        raise ValueError(f"session {session.id} has no trainers")
    factors = factors.of_session(session)
    shares = shares_of(counted, factors)
    weeks, late = week_loads(shares, counted, plan, school) if counted.week_days else ((), ())
    booklet = booklet_lines(shares, counted, lambda other: shares_of(other, factors))
    used = (*factors.coefficients.values(), *factors.corrections(session).values())
    found = Estimate(session.id, shares, weeks, (), booklet, used)
    return found.with_flags((*flags(found, counted, factors, plan), *late))


def shares_of(counted: Drivers, factors: Factors) -> tuple[Share, ...]:
    """Every share of the work, of nothing but what the session asks; corrected by what noted hours say."""
    model = _Model(counted, factors)
    found = (*model.preparation(), *model.delivery(), *model.review())
    return _calibrated(found, counted.session, factors)


@dataclass
class _Model:
    """One session's figures. What is alike, in all sessions of the same factors, is worked out once."""

    counted: Drivers
    factors: Factors

    def __post_init__(self) -> None:
        self.session = self.counted.session
        self.team = self.session.trainers
        self.by_id = {trainer.id: trainer for trainer in self.team}
        self.rates, self.products = self.factors.rates, self.factors.products

    def preparation(self) -> Iterator[Share]:
        """P1 to P4."""
        depth = f"contextualisation_{self.session.contextualisation}"
        common = sum(trainer.common_share for trainer in self.team)
        for trainer in self.team:
            learn = self._rate("appropriation", "preparation", trainer, *self._learning(trainer))
            fit = self._rate(depth, "preparation", trainer, *self._if(self.session.reused_version, "reused_version"))
            for activity in self.session.activities:
                minutes = Fraction(activity.duration_min)
                yield self._share(trainer.id, "P1", learn, "learner_time", minutes, activity=activity.id)
                if trainer.common_share:
                    part = Fraction(trainer.common_share, common)
                    yield self._share(trainer.id, "P2", fit, "learner_time", minutes, part, activity=activity.id)
        for group in self.counted.groups:
            for trainer, part in self._leads(group):
                help_of_others = self._if(self.session.assistance, "assistance")
                rate = self._rate("group_opening", "preparation", trainer, *help_of_others)
                yield self._share(trainer.id, "P3", rate, "groups", ONE, part, group=group.id)
        yield from self._meeting("P4", "kick_off_meeting")

    def delivery(self) -> Iterator[Share]:
        """D1 to D12."""
        for led in self.counted.led:
            yield from self._live(led)
        for activity in self.session.activities:
            if not activity.is_live and activity.work != "reading":
                for group in self.counted.groups_of(activity):
                    yield from self._accompanied(activity, group)
        weeks = Fraction(self.counted.weeks)
        for group in self.counted.groups:
            for trainer, part in self._leads(group):
                yield self._accompany("D8", "weekly_message", trainer, "group_weeks", weeks, part, group)
                yield self._accompany("D9", "replies", trainer, "participant_weeks", group.size * weeks, part, group)
                yield self._accompany("D10", "progress", trainer, "group_weeks", weeks, part, group)
        colleagues = len(self.team) - 1
        if colleagues:
            for trainer in self.team:
                rate = self._rate("coordination", None, trainer)
                yield self._share(trainer.id, "D12", rate, "colleague_weeks", colleagues * weeks)

    def review(self) -> Iterator[Share]:
        """R1 to R3."""
        for group in self.counted.groups:
            for trainer, part in self._leads(group):
                rate = self._rate("group_review", "review", trainer)
                yield self._share(trainer.id, "R1", rate, "groups", ONE, part, group=group.id)
                rate = self._rate("participant_review", "review", trainer)
                yield self._share(trainer.id, "R1", rate, "participants", Fraction(group.size), part, group=group.id)
        common = sum(trainer.common_share for trainer in self.team)
        for trainer in self.team:
            if trainer.common_share:
                rate = self._rate("report", "review", trainer)
                part = Fraction(trainer.common_share, common)
                yield self._share(trainer.id, "R2", rate, "reports", ONE, part)
        yield from self._meeting("R3", "debriefing")

    def _live(self, led: Led) -> Iterator[Share]:
        """Live time for each who leads or helps; around it once for the lead, and less for those who help."""
        in_person = self.session.activity(led.activity).kind == "in_person"
        trainer, minutes = self.by_id[led.trainer], Fraction(led.duration_min)
        group = led.groups[0] if len(led.groups) == 1 else None
        parts: list[tuple[str, str | None, Fraction]]
        if in_person:
            parts = [("D1", None, led.leads + led.helps), ("D2", "around_in_person", led.leads)]
        else:
            parts = [("D3", None, led.leads + led.helps), ("D4", "around_class", led.first)]
            parts.append(("D5", "around_class_again", led.leads - led.first))
        parts.append(("D5b", "around_class_together", led.helps))
        for component, coefficient, part in parts:
            if part:
                rate = self._rate(coefficient, "delivery", trainer) if coefficient else _EXACT
                place = {"activity": led.activity, "group": group}
                yield self._share(trainer.id, component, rate, "live_time", minutes, part, **place)

    def _accompanied(self, activity: Activity, group: Group) -> Iterator[Share]:
        """D6, D7 and D11: what a remote activity asks for one group."""
        weeks = Fraction(self.counted.forum_weeks(activity, group))
        whole = activity.work == "group_work"
        for trainer, part in self._leads(group):
            if activity.work in ("forum", "group_work"):
                amount = group.size * weeks
                yield self._accompany("D6", "forum", trainer, "participant_forum_weeks", amount, part, group, activity)
            if activity.work in ("production", "group_work"):
                amount = Fraction(activity.productions * (1 if whole else group.size))
                base = "group_productions" if whole else "productions"
                yield self._accompany("D7", "feedback", trainer, base, amount, part, group, activity)
            if activity.work == "test":
                yield self._accompany("D11", "test_statistics", trainer, "tests", ONE, part, group, activity)

    def _accompany(
        self,
        component: str,
        coefficient: str,
        trainer: Trainer,
        base: str,
        amount: Fraction,
        part: Fraction,
        group: Group,
        activity: Activity | None = None,
    ) -> Share:
        rate = self._rate(coefficient, "delivery", trainer)
        where = {"activity": activity.id if activity else None, "group": group.id}
        return self._share(trainer.id, component, rate, base, amount, part, **where)

    def _meeting(self, component: str, coefficient: str) -> Iterator[Share]:
        """A meeting of the team, the same for each; alone one meets nobody."""
        if len(self.team) > 1:
            for trainer in self.team:
                rate = self._rate(coefficient, None, trainer)
                yield self._share(trainer.id, component, rate, "meetings", ONE)

    def _learning(self, trainer: Trainer) -> tuple[str, ...]:
        return (*self._if(len(self.team) > 1, "shared_appropriation"), *self._if(trainer.rerun, "rerun"))

    def _if(self, holds: bool, name: str) -> tuple[str, ...]:
        return (name,) if holds else ()

    def _leads(self, group: Group) -> Iterator[tuple[Trainer, Fraction]]:
        for trainer, part in self.counted.leads[group.id]:
            yield self.by_id[trainer], part

    def _rate(self, coefficient: str, skill: Phase | None, trainer: Trainer, *times: str) -> Rate:
        """A coefficient times the trainer's expertise in a phase and what else multiplies it."""
        key = (coefficient, trainer.expertise, times)
        if key not in self.rates:
            more = [self.factors.times(name) for name in times]
            if skill and trainer.expertise != "confirmed":
                more.insert(0, self.factors.times(f"{trainer.expertise}_{skill}"))
            rate = self.factors.range(coefficient)
            for factor in more:
                assert isinstance(factor.value, Fraction)
                rate = rate.scaled(factor.value)
            self.rates[key] = rate, (self.factors.factor(coefficient), *more)
        return self.rates[key]

    def _share(
        self,
        trainer: str,
        component: str,
        rate: Rate,
        base: str,
        amount: Fraction,
        part: Fraction = ONE,
        *,
        activity: str | None = None,
        group: str | None = None,
    ) -> Share:
        key = (id(rate), base, *amount.as_integer_ratio(), *part.as_integer_ratio())
        if key not in self.products:
            self.products[key] = _product(rate, base, amount, part)
        minutes, factors = self.products[key]
        return Share(trainer, PHASE_OF[component[0]], component, activity, group, minutes, base, factors)


def _product(rate: Rate, base: str, amount: Fraction, part: Fraction) -> tuple[Minutes, tuple[Factor, ...]]:
    per_unit, made_of = rate
    whole = amount * part
    minutes = per_unit.scaled(whole) if per_unit else Minutes(whole, whole, whole)
    counted = (Factor(base, amount, "session"), *((Factor("part", part, "team"),) if part != 1 else ()))
    return minutes, (*counted, *made_of)


def _calibrated(shares: tuple[Share, ...], session: Session, factors: Factors) -> tuple[Share, ...]:
    """The shares such that each phase's likely total is multiplied by its factor; live time stays what it is."""
    rates: dict[Phase, Factor] = {}
    for phase, used in factors.corrections(session).items():
        all_of = total(share.minutes for share in shares if share.phase == phase).likely
        live = total(_live_of(share) for share in shares if share.phase == phase).likely
        if all_of > live:
            rate = max(used.value.likely * all_of - live, Fraction(0)) / (all_of - live)
            rates[phase] = Factor("calibration", rate, used.source)
    return tuple(_times(share, rates.get(share.phase)) for share in shares) if rates else shares


def _live_of(share: Share) -> Minutes:
    return share.minutes if share.component in LIVE_COMPONENTS else share.minutes.scaled(0)


def _times(share: Share, factor: Factor | None) -> Share:
    if factor is None or share.component in LIVE_COMPONENTS:
        return share
    assert isinstance(factor.value, Fraction)
    return share._replace(minutes=share.minutes.scaled(factor.value), factors=(*share.factors, factor))
