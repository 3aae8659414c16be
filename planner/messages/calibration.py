"""Corrected factors -> what people read of them, on the screen and in the file that is written."""

import math
from collections.abc import Collection, Mapping, Sequence
from typing import TYPE_CHECKING

from planner.messages.finding_words import names
from planner.messages.reports import phase_name
from planner.messages.texts import Texts
from planner.workload.calibrate import FEWEST_RECORDS, Calibration, CorrectedFactor, HeldBack
from planner.workload.results import Phase

if TYPE_CHECKING:
    from planner.files.log_columns import LeftOut


def calibration_text(calibration: Calibration, of_one_trainer: Collection[tuple[str, Phase]], texts: Texts) -> str:
    """Each factor under its parcours, then how well they predict; lines without a line break at the end."""
    lines: list[str] = []
    parcours = None
    for factor in calibration.factors:
        if factor.parcours != parcours:
            parcours = factor.parcours
            lines.append(texts.say("Parcours {parcours}", parcours=texts.plain(parcours)))
        lines.append(f"  {factor_text(factor, texts)}")
        alone = factor.applied and (factor.parcours, factor.phase) in of_one_trainer
        lines += (f"    {remark}" for remark in _remarks(factor, alone, texts))
    if calibration.held_back is not None:
        lines += ["", held_back_text(calibration.held_back, texts)]
    return "\n".join(lines)


def factor_text(factor: CorrectedFactor, texts: Texts) -> str:
    """« préparation : × 1,17 (entre 0,94 et 1,45 neuf fois sur dix), d’après 4 sessions »."""
    low, high = factor.fit.interval_90
    return texts.count(
        "{phase}: × {factor} (between {low} and {high} nine times in ten), from {number} session",
        "{phase}: × {factor} (between {low} and {high} nine times in ten), from {number} sessions",
        factor.n,
        phase=phase_name(factor.phase, texts),
        factor=decimal(factor.fit.factor, texts),
        low=decimal(low, texts),
        high=decimal(high, texts),
    )


def _remarks(factor: CorrectedFactor, of_one_trainer: bool, texts: Texts) -> list[str]:
    low, high = (decimal(end, texts) for end in factor.fit.range_80)
    said = [
        texts.say("one more session: between {low} and {high} times its estimate, 8 times in 10", low=low, high=high)
    ]
    if not factor.applied:
        said.append(
            texts.count(
                "computed, not applied: that takes {number} session",
                "computed, not applied: that takes {number} sessions",
                FEWEST_RECORDS,
            )
        )
    if factor.sessions_set_aside:
        apart = names(factor.sessions_set_aside, texts)
        said.append(texts.say("set aside, too far from the others (and from the estimate): {names}", names=apart))
    if factor.lessened:
        said.append(
            texts.count(
                "{number} session lies far from the others and counts less",
                "{number} sessions lie far from the others and count less",
                factor.lessened,
            )
        )
    if of_one_trainer:
        said.append(
            texts.say("noted by one trainer alone: it says as much of the person as of the parcours; do not publish it")
        )
    return said


def held_back_text(held_back: HeldBack, texts: Texts) -> str:
    """How far the estimates were off before and are now, on sessions that were held back."""
    facts = {
        "old": decimal(math.exp(held_back.old.mean_log_error), texts),
        "new": decimal(math.exp(held_back.new.mean_log_error), texts),
        "old_inside": held_back.old.inside,
        "new_inside": held_back.new.inside,
    }
    said = texts.count(
        "Tried on {number} record, predicted by the others: off by a factor of {old} on average before, of {new} with"
        " the corrected factors; in the 80 % range: {old_inside} before, {new_inside} now.",
        "Tried on {number} records, each predicted by the others: off by a factor of {old} on average before, of {new}"
        " with the corrected factors; in the 80 % range: {old_inside} before, {new_inside} now.",
        held_back.records,
        **facts,
    )
    if held_back.new.mean_log_error < held_back.old.mean_log_error:
        return said
    doubt = texts.say("The corrected factors do not predict better yet: wait for more sessions before using them.")
    return f"{said} {doubt}"


def left_out_texts(left_out: "Mapping[LeftOut, Sequence[str]]", texts: Texts) -> list[str]:
    """What was not read of a log, and why: one sentence for each reason."""
    said: dict[LeftOut, str] = {
        "connection": texts.say(
            "Not read, because no one may have what a platform records of connections (I.C, I.H): {names}.",
            names=names(left_out.get("connection", ()), texts),
        ),
        "score": texts.say(
            "Not read, because scores and progress are not needed: {names}.",
            names=names(left_out.get("score", ()), texts),
        ),
        "person": texts.say(
            "Not read, because they name people: {names}.", names=names(left_out.get("person", ()), texts)
        ),
        "other": texts.say(
            "Not read, because a log does not need them: {names}.", names=names(left_out.get("other", ()), texts)
        ),
    }
    return [sentence for reason, sentence in said.items() if left_out.get(reason)]


def decimal(value: float, texts: Texts) -> str:
    """Two decimals, or three digits of what is small, with the comma that French asks for."""
    text = f"{value:.2f}" if value >= 0.1 else f"{value:.3g}"
    return text.replace(".", ",") if texts.lang == "fr" else text
