"""Rows of a log -> records that can be compared with an estimate: one for each session and phase.

What several trainers noted for one session and phase adds up to one record, beside the sum of what was estimated for
those who noted; so a record names nobody, and a trainer who noted nothing does not make the session look short.
"""

import math
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from planner.outcome import Finding
from planner.workload.calibrate import PRIOR_SIGMA, Record, fit
from planner.workload.results import Phase

Likely = Mapping[tuple[str, Phase, str | None], Fraction]
"""The estimate's likely minutes by session, phase and trainer; trainer None: the whole team."""

_SIXTY, _WITHIN = math.log(60), math.log(3)
_FARTHEST_CENTRE = 3 * PRIOR_SIGMA  # where every row is 60 times too large, they agree with one another, and are wrong


@dataclass(frozen=True)
class Noted:
    """What a row of a log says: exact minutes above 0. `trainer` None: the log does not say who; `row` is its line."""

    row: int
    session: str
    phase: Phase
    noted_min: Fraction
    parcours: str | None = None
    trainer: str | None = None
    estimated_min: Fraction | None = None


@dataclass(frozen=True)
class Reckoned:
    """The records, the rows that cannot be one, and the parcours and phases whose hours one person alone noted."""

    records: tuple[Record, ...]
    findings: tuple[Finding, ...]
    of_one_trainer: frozenset[tuple[str, Phase]]


@dataclass(frozen=True)
class _Entry:
    """The rows of one session, phase and trainer, and what was estimated for them."""

    parcours: str
    rows: tuple[Noted, ...]
    likely_min: Fraction

    @property
    def noted_min(self) -> Fraction:
        return sum((row.noted_min for row in self.rows), Fraction(0))

    @property
    def phase(self) -> Phase:
        return self.rows[0].phase


def reckon(rows: Iterable[Noted], likely: Likely, file: str) -> Reckoned:
    """Put what was noted beside what was estimated: by the row itself where it says, else by `likely`.

    Rows of one session, phase and trainer add up. Those that lack an estimate or a parcours, and those about 60 times
    too large or too small (minutes noted as hours), are findings about `file`.
    """
    findings: list[Finding] = []
    entries = _without_sixty_times(_entries(rows, likely, file, findings), file, findings)
    by_session: dict[tuple[str, str, Phase], list[_Entry]] = defaultdict(list)
    trainers: dict[tuple[str, Phase], set[str | None]] = defaultdict(set)
    for entry in entries:
        by_session[entry.parcours, entry.rows[0].session, entry.phase].append(entry)
        trainers[entry.parcours, entry.phase].add(entry.rows[0].trainer)
    records = tuple(
        Record(session, parcours, phase, sum((e.noted_min for e in group), Fraction(0)), _likely_min(group))
        for (parcours, session, phase), group in sorted(by_session.items())
    )
    alone = frozenset(key for key, names in trainers.items() if len(names) == 1 and None not in names)
    return Reckoned(records, tuple(sorted(findings, key=lambda finding: finding.line or 0)), alone)


def _likely_min(group: Sequence[_Entry]) -> Fraction:
    """What was estimated for those who noted; for the whole team, where a row does not say who."""
    whole = [entry.likely_min for entry in group if entry.rows[0].trainer is None]
    return whole[0] if whole else sum((entry.likely_min for entry in group), Fraction(0))


def _entries(rows: Iterable[Noted], likely: Likely, file: str, findings: list[Finding]) -> list[_Entry]:
    alike: dict[tuple[str, Phase, str | None], list[Noted]] = defaultdict(list)
    for row in rows:
        if row.parcours is None:
            findings.append(Finding("log-no-parcours", file, row.row, facts={"session": row.session}))
        else:
            alike[row.session, row.phase, row.trainer].append(row)
    entries = []
    for key, group in alike.items():
        said = {row.estimated_min for row in group if row.estimated_min is not None}
        found = next(iter(said)) if len(said) == 1 else likely.get(key)
        facts = {"session": key[0], "phase": key[1]}
        parcours = {row.parcours for row in group}
        if len(said) > 1 or len(parcours) > 1:
            fault = "log-estimates-differ" if len(said) > 1 else "log-parcours-differ"
            findings += (Finding(fault, file, row.row, facts=facts | {"rows": _rows(group)}) for row in group)
        elif not found:
            fault = "log-no-estimate" if found is None else "log-nothing-estimated"
            findings += (Finding(fault, file, row.row, facts=facts) for row in group)
        else:
            entries.append(_Entry(parcours.pop() or "", tuple(group), found))
    return entries


def _rows(group: Iterable[Noted]) -> tuple[int, ...]:
    return tuple(row.row for row in group)


def _without_sixty_times(entries: list[_Entry], file: str, findings: list[Finding]) -> list[_Entry]:
    """The entries without the rows that lie about 60 times (20 to 180) from what the others of their parcours say."""
    ratios: dict[tuple[str, Phase], list[float]] = defaultdict(list)
    for entry in entries:
        ratios[entry.parcours, entry.phase].append(math.log(entry.noted_min / entry.likely_min))
    centres = {key: min(max(fit(found).mean, -_FARTHEST_CENTRE), _FARTHEST_CENTRE) for key, found in ratios.items()}
    kept = []
    for entry in entries:
        usual_min = entry.likely_min * Fraction(math.exp(centres[entry.parcours, entry.phase]))
        suspect = {row for row in entry.rows if _is_sixty_times(row.noted_min, usual_min, len(entry.rows))}
        for row in suspect:
            facts = {"noted_min": round(row.noted_min), "usual_min": _about(usual_min), "session": row.session}
            findings.append(Finding("log-sixty-times", file, row.row, facts=facts | {"phase": row.phase}))
        if rest := tuple(row for row in entry.rows if row not in suspect):
            kept.append(_Entry(entry.parcours, rest, entry.likely_min))
    return kept


def _is_sixty_times(noted_min: Fraction, usual_min: Fraction, rows: int) -> bool:
    """Of several rows that add up, one may well be small: only a row that stands alone can be 60 times too small."""
    distance = math.log(noted_min / usual_min)
    return abs((distance if rows > 1 else abs(distance)) - _SIXTY) <= _WITHIN


def _about(minutes: Fraction) -> int:
    """To the quarter hour, as all estimates are shown."""
    return round(minutes / 15) * 15 or round(minutes)
