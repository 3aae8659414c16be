"""The file of corrected factors, for people to read and for later estimates to use and cite."""

import json
from datetime import date

from planner.messages.calibration import factor_text
from planner.messages.texts import Texts
from planner.workload.calibrate import FEWEST_RECORDS, Calibration, CorrectedFactor


def calibration_file(calibration: Calibration, log: str, day: date | None, texts: Texts) -> bytes:
    """YAML that `FactorsFile` reads. `log` is the name of the log, `day` the date that the file states, if any.

    Factors of too few sessions stand there as remarks: they are to be seen, not used.
    """
    applied = [factor for factor in calibration.factors if factor.applied]
    waiting = [factor for factor in calibration.factors if not factor.applied]
    title = texts.say("Factors corrected by the hours noted in {log}", log=texts.plain(log))
    lines = [
        "# " + texts.say("By what the estimate of each parcours and phase is multiplied, from hours that were noted."),
        "# " + texts.say("To use it: planner workload SESSION.yaml --factors THIS_FILE"),
        f"title: {json.dumps(title, ensure_ascii=False)}",
        f"log: {json.dumps(texts.plain(log), ensure_ascii=False)}",
        *([f"date: {day.isoformat()}"] if day else []),
        "calibration:" if applied else "calibration: []",
    ]
    for factor in applied:
        lines += [f"  # {factor_text(factor, texts)}", f"  - {_entry(factor)}"]
    if waiting:
        lines.append(
            "# "
            + texts.count(
                "Computed and not applied, from fewer than {number} session:",
                "Computed and not applied, from fewer than {number} sessions:",
                FEWEST_RECORDS,
            )
        )
        lines += (f"#   - {_entry(factor)}" for factor in waiting)
    return ("\n".join(lines) + "\n").encode()


def _entry(factor: CorrectedFactor) -> str:
    """One line; four decimals are far finer than what is known."""
    (factor_low, factor_high), (low, high) = factor.fit.interval_90, factor.fit.range_80
    figures = {
        "factor": factor.fit.factor,
        "factor_low": factor_low,
        "factor_high": factor_high,
        "low": low,
        "high": high,
    }
    said = ", ".join(f"{name}: {value:.4f}" for name, value in figures.items())
    return f'{{parcours: "{factor.parcours}", phase: {factor.phase}, {said}, records: {factor.n}}}'
