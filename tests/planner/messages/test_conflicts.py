"""Why no plan exists, in words: every kind of part and of repair that the solver can name, in both languages."""

import inspect
from dataclasses import replace
from datetime import date

import pytest

from calendars.working_hours import WeeklyHours
from planner.messages.conflict_points import points_of
from planner.messages.conflicts import conflict_text
from planner.messages.named import Named
from planner.messages.repairs import repair_text
from planner.messages.texts import Texts
from planner.outcome import Conflict, ConflictPart, Infeasible, Repair
from planner.posing import pose
from planner.session import BusyTimes, DayRange, Derogation
from tests.support.sessions import a_good_plan, a_session, the_school
from tests.support.varied_sessions import busy_span

FRENCH, ENGLISH = Texts("fr"), Texts("en")
HOURS = WeeklyHours.parse({"mon-fri": "17:00-18:30", "wed": "13:30-17:30"}).intervals
CHRISTMAS = ("Vacances de Noël", date(2026, 12, 19), date(2027, 1, 4))

RICH = a_session(
    trainers=[
        {"id": "durand", "name": "Alice Durand", "absent": ["2027-01-18/2027-01-22"], "max_delivery_day": "3h"},
        {"id": "martin", "name": "Paul Martin", "department": "974", "max_delivery_week": "6h"},
    ],
    groups=[
        {"id": "lyon", "name": "Lyon", "size": 20, "teaching": {"mon-fri": "08:00-12:00"}},
        {"id": "mamoudzou", "name": "Mamoudzou", "size": 20, "department": "976"},
    ],
    activities=[
        {"id": "accueil", "kind": "virtual_class", "title": "Accueil", "duration": "1h", "fixed": "2027-01-12"},
        {"id": "module1", "kind": "remote_work", "title": "Observer", "duration": "2h", "before": "retour1"},
        {"id": "retour1", "kind": "virtual_class", "title": "Retour", "duration": "1h30"},
        {"id": "journee", "kind": "in_person", "title": "Journée", "duration": "6h"},
        {"id": "bilan", "kind": "evaluation", "title": "Bilan", "duration": "30 min"},
    ],
    window={"first": "2027-01-04", "last": "2027-05-21"},
    rules={"start_grid": "30 min", "virtual_rooms": 1, "class_gap": {"min": "7d", "max": "21d"}},
)
"""Has something of everything that the rules speak of."""

BUSY = BusyTimes({"durand": (busy_span("2027-01-12", 8, 10),)}, {"lyon": (busy_span("2027-01-13", 8, 10),)})


def _part(rule, *, activities=(), groups=(), trainers=(), **facts):
    return ConflictPart(rule, tuple(activities), tuple(groups), tuple(trainers), facts=facts)


def _cap(*groups, **facts):
    return _part(
        "weekly_cap",
        groups=groups,
        **{"cap_min": 120, "classes_count": True, "derogations": 0, "weeks_open": 3} | facts,
    )


PARTS = [
    (
        _part("work", activities=["accueil", "retour1"], live=True, count=2, total_min=150, each_min=None),
        "2 classes virtuelles, 2 h 30 en tout : « Accueil » et « Retour »",
    ),
    (
        _part("work", activities=["module1"], live=False, count=1, total_min=120, each_min=120),
        "1 des 2 activités à distance, 2 h : « Observer »",
    ),
    (
        _part("working_hours", kind="virtual_class", hours=HOURS),
        "horaires des classes virtuelles, à l’heure locale (Rhône) : "
        "lundi, mardi, jeudi et vendredi 17:00-18:30; mercredi 13:30-17:30 (R1)",
    ),
    (
        _part("working_hours", kind="in_person", hours=((),) * 7),
        "horaires des activités en présentiel : aucun (R1)",
    ),
    (
        _part("working_hours", groups=["mamoudzou"], kind="virtual_class", hours=HOURS[:2] * 2),
        "horaires des classes virtuelles pour Mamoudzou, à l’heure locale (Mayotte) : "
        "du lundi au jeudi 17:00-18:30 (R1)",
    ),
    (
        _part("working_hours", trainers=["martin"], kind="virtual_class", hours=HOURS[:1]),
        "horaires de Paul Martin, à l’heure locale (La Réunion) : lundi 17:00-18:30 (R1)",
    ),
    (_part("no_weekend"), "rien le samedi ni le dimanche (R2)"),
    (
        _part("no_school_holidays", name=CHRISTMAS[0], first=CHRISTMAS[1], resume=CHRISTMAS[2]),
        "rien pendant les vacances scolaires : Vacances de Noël "
        "(du samedi 19 décembre 2026 à la reprise le lundi 4 janvier 2027) (R3)",
    ),
    (
        _part("no_school_holidays", name="", first=date(2029, 7, 1), resume=None),
        "le calendrier scolaire est connu jusqu’au dimanche 1er juillet 2029, "
        "et rien n’est placé sur des jours que personne ne connaît (R3)",
    ),
    (
        _part("no_school_holidays", trainers=["martin"], name="Été austral", first=CHRISTMAS[1], resume=None),
        "Paul Martin n’anime rien pendant les vacances de sa propre zone : Été austral "
        "(à partir du samedi 19 décembre 2026 ; le jour de la reprise n’est pas publié) (R3)",
    ),
    (
        _part("no_public_holidays", name="Ascension", first=date(2027, 5, 6), resume=date(2027, 5, 7)),
        "rien les jours fériés : Ascension (jeudi 6 mai 2027) (R4)",
    ),
    (
        _part("no_public_holidays", trainers=["martin"], name="Abolition", first=date(2027, 5, 6), resume=None),
        "Paul Martin n’anime rien les jours fériés de son département : Abolition (jeudi 6 mai 2027) (R4)",
    ),
    (
        _cap("lyon", derogations=1),
        "2 h au plus par semaine pour chaque participant de Lyon, classes virtuelles comprises, "
        "sauf les semaines qui ont une dérogation (R5)",
    ),
    (
        _cap("lyon", classes_count=False),
        "2 h au plus de travail à distance par semaine pour chaque participant de Lyon (R5)",
    ),
    (
        _part("no_start_on_eve"),
        "la session ne commence pas une veille de fin de semaine, de jour férié ou de vacances (R6)",
    ),
    (
        _part(
            "trainer",
            trainers=["durand"],
            kind="absent",
            absences=(
                (date(2026, 9, 1), date(2026, 9, 2)),
                (date(2027, 1, 18), date(2027, 1, 22)),
                (date(2027, 2, 1), date(2027, 2, 1)),
            ),
        ),
        "Alice Durand n’est pas là : "
        "du lundi 18 janvier 2027 au vendredi 22 janvier 2027 et lundi 1er février 2027 (R7)",
    ),
    (
        _part("trainer", trainers=["durand"], kind="busy"),
        "Alice Durand n’est pas libre aux heures occupées de son agenda importé (R7)",
    ),
    (
        _part("trainer", trainers=["durand"], kind="one_at_a_time", gap_min=15),
        "Alice Durand n’anime qu’une chose à la fois, avec 15 min entre deux (R7)",
    ),
    (
        _part("trainer", trainers=["durand"], kind="one_at_a_time", gap_min=0),
        "Alice Durand n’anime qu’une chose à la fois (R7)",
    ),
    (
        _part("trainer", trainers=["durand"], kind="max_day", limit_min=180),
        "Alice Durand anime au plus 3 h par jour (R7)",
    ),
    (
        _part("trainer", trainers=["martin"], kind="max_week", limit_min=360),
        "Paul Martin anime au plus 6 h par semaine (R7)",
    ),
    (
        _part("participant", groups=["lyon"], kind="teaching"),
        "pas de classe virtuelle pendant que le groupe fait cours : Lyon (du lundi au vendredi 08:00-12:00) (R8)",
    ),
    (
        _part("participant", groups=["lyon"], kind="busy"),
        "rien aux heures occupées de l’agenda importé de Lyon (R8)",
    ),
    (_part("participant", groups=["lyon"], kind="one_at_a_time"), "une chose à la fois pour Lyon (R8)"),
    (
        _part("order", kind="order"),
        "les activités suivent l’ordre du fichier, "
        "et le travail à distance se fait d’autres jours que les classes (R9)",
    ),
    (
        _part("order", kind="class_gap", min_days=7, max_days=21),
        "entre deux classes virtuelles qui se suivent : au moins 7 jours et au plus 21 jours (R9)",
    ),
    (
        _part("order", activities=["module1", "retour1"], kind="link", min_days=0, max_days=None),
        "« Retour » vient après « Observer » (R9)",
    ),
    (
        _part("order", activities=["module1", "retour1"], kind="link", min_days=1, max_days=None),
        "« Retour » vient après « Observer » (au moins 1 jour de l’une à l’autre) (R9)",
    ),
    (_part("capacity", rooms=1), "au plus 1 salle virtuelle utilisée à la fois (R10)"),
    (
        _part("window", edge="first", day=date(2027, 1, 4), weeks_open=3),
        "rien avant le lundi 4 janvier 2027 (R11)",
    ),
    (
        _part("window", edge="last", day=date(2027, 1, 4), weeks_open=3),
        "tout est fini le lundi 4 janvier 2027 au plus tard (R11)",
    ),
    (
        _part("window", activities=["accueil"], edge="fixed", day=date(2027, 1, 12)),
        "« Accueil » a une date imposée, le mardi 12 janvier 2027 (R11)",
    ),
    (
        _part("grid", kind="start", figure_min=30),
        "les classes commencent toutes les 30 min à partir de l’heure ronde (R13)",
    ),
    (_part("grid", kind="start", figure_min=60), "les classes commencent à l’heure ronde (R13)"),
    (_part("grid", kind="block", figure_min=30), "un bloc de travail à distance dure au moins 30 min (R13)"),
    (
        _part("closing", activities=["bilan"], day=date(2027, 5, 21)),
        "l’évaluation « Bilan » est finie avant la dernière date, le vendredi 21 mai 2027 (R14)",
    ),
]


def _kind(part):
    """What makes a part another sentence: its rule, its kind or edge, and whose it is."""
    kind = part.facts.get("live", part.facts.get("kind", part.facts.get("edge")))
    whose = ("trainer" if part.trainers else "group" if part.groups else "") if part.rule == "working_hours" else ""
    return part.rule, "virtual_class" if whose else kind, whose


def _points(*parts, session=RICH, texts=FRENCH):
    return [
        point.replace("\u00a0", " ").replace("\u202f", " ") for point in points_of(parts, Named(session, texts), texts)
    ]


@pytest.mark.parametrize(("part", "french"), PARTS, ids=[" ".join(map(str, _kind(part))) for part, _ in PARTS])
def test_every_part_is_said_in_both_languages(part, french):
    assert _points(part) == [french]
    (english,) = _points(part, texts=ENGLISH)
    assert english != french and "{" not in english


def test_every_part_that_the_solver_can_name_has_its_sentence():
    from planner.solving.conflicts import conflict_of
    from planner.solving.model import Model
    from planner.solving.rules import RULES

    problem = pose(RICH, the_school(), BUSY, weeks_before=4, weeks_after=16)
    model = Model(problem, explaining=True)
    for rule in RULES.values():
        rule(model)
    named = [part for guard in model.guards.literals for part in conflict_of(problem, [guard], minimal=True).parts]
    assert {part.rule for part in named} == {*RULES, "work"}
    for part in named:
        assert all(_points(part, texts=texts) for texts in (FRENCH, ENGLISH))
    assert {_kind(part) for part in named} == {_kind(part) for part, _ in PARTS}


def test_parts_of_a_sort_make_one_point():
    window = [_part("window", edge=edge, day=date(2027, 1, 4), weeks_open=3) for edge in ("last", "first")]
    easter = _part("no_school_holidays", name="Printemps", first=date(2027, 4, 10), resume=date(2027, 4, 26))
    christmas = _part("no_school_holidays", name=CHRISTMAS[0], first=CHRISTMAS[1], resume=CHRISTMAS[2])
    points = _points(_cap("lyon"), *window, easter, _cap("mamoudzou"), christmas, texts=ENGLISH)
    assert points == [
        "at most 2 h a week for each participant of Lyon and Mamoudzou, virtual classes included (R5)",
        "everything lies between these two dates: 3 open weeks (R11)",
        "nothing in school holidays: Vacances de Noël (from Saturday 19 December 2026 until classes resume on"
        " Monday 4 January 2027) and Printemps (from Saturday 10 April 2027 until classes resume on"
        " Monday 26 April 2027) (R3)",
    ]


def test_a_window_without_an_open_day_is_said_so():
    window = [_part("window", edge=edge, day=date(2026, 12, 21), weeks_open=0) for edge in ("last", "first")]
    assert _points(*window) == ["tout tient entre ces deux dates, et aucun jour n’y est ouvert (R11)"]


def test_a_session_of_one_day():
    day = a_session(window={"first": "2027-01-12", "last": "2027-01-12"})
    window = [_part("window", edge=edge, day=date(2027, 1, 12), weeks_open=1) for edge in ("last", "first")]
    assert _text(_infeasible(*window), day).splitlines()[:2] == [
        "No plan exists on Tuesday 12 January 2027. This cannot hold:",
        "  - everything lies on that day (R11)",
    ]


def test_each_group_has_its_own_class_where_trainers_are_short():
    work = _part("work", activities=["retour1"], live=True, count=1, total_min=90, each_min=90)
    trainer = _part("trainer", trainers=["durand"], kind="max_day", limit_min=180)
    assert _points(work, trainer)[0] == (
        "1 des 2 classes virtuelles, 1 h 30, une fois pour chacun des 2 groupes : « Retour »"
    )


def test_a_group_that_was_split_is_named_by_its_parts_only_among_others():
    split = a_session(groups=[{"id": "lyon", "name": "Lyon", "size": 40}])
    assert _points(_cap("lyon-1"), session=split) == [
        "2 h au plus par semaine pour chaque participant, classes virtuelles comprises (R5)"
    ]
    busy = _part("participant", groups=["lyon-1"], kind="busy")
    assert _points(busy, session=split) == ["rien aux heures occupées de l’agenda importé de Lyon 1 (R8)"]


def test_long_lists_of_titles_are_cut():
    many = [{"id": f"c{n}", "kind": "virtual_class", "title": f"Titre {n}", "duration": "1h"} for n in range(12)]
    session = a_session(activities=many)
    work = _part("work", activities=[c["id"] for c in many], live=True, count=12, total_min=720, each_min=60)
    (point,) = _points(work, session=session)
    assert point.startswith("12 classes virtuelles, 1 h chacune, 12 h en tout : « Titre 0 », ")
    assert point.endswith("« Titre 7 » et 4 autres")


def test_two_activities_of_one_title_are_told_apart():
    alike = [{"id": id, "kind": "virtual_class", "title": "Retour", "duration": "1h"} for id in ("un", "deux")]
    work = _part("work", activities=["deux"], live=True, count=1, total_min=60, each_min=60)
    assert _points(work, session=a_session(activities=alike))[0].endswith("« Retour » (deux)")


# --- repairs ----------------------------------------------------------------------------------------------------------

REPAIRS = {
    "end_later": (
        {"last": date(2027, 5, 24), "days": 3, "holidays": (CHRISTMAS,)},
        "finir le lundi 24 mai 2027 au lieu du vendredi 21 mai 2027, 3 jours plus tard ; entre-temps, Vacances de Noël"
        " (du samedi 19 décembre 2026 à la reprise le lundi 4 janvier 2027)",
    ),
    "begin_earlier": (
        {"first": date(2027, 1, 3), "days": 1},
        "commencer le dimanche 3 janvier 2027 au lieu du lundi 4 janvier 2027, 1 jour plus tôt",
    ),
    "free_fixed_date": (
        {"activity": "accueil"},
        "ne plus imposer la date de « Accueil », qui a lieu le mardi 12 janvier 2027",
    ),
    "without_absence": (
        {"trainer": "durand"},
        "Alice Durand est là finalement : du lundi 18 janvier 2027 au vendredi 22 janvier 2027",
    ),
    "higher_limit": (
        {"trainer": "martin", "per": "week", "limit_min": 480, "before_min": 360},
        "8 h d’animation par semaine au lieu de 6 h pour Paul Martin",
    ),
    "one_more_trainer": (
        {"trainer": "trainer-2", "team": 3},
        "une personne de plus dans l’équipe de formateurs, soit 3",
    ),
    "fewer_groups": (
        {"groups": 1, "before": 2, "size": 24},
        "1 groupe de 24 participants au plus au lieu de 2 groupes",
    ),
    "shorter_gap": ({"days": 5}, "au moins 5 jours entre deux classes virtuelles au lieu de 7"),
    "longer_gap": ({"days": 28}, "au plus 28 jours entre deux classes virtuelles au lieu de 21"),
    "whole_days": (
        {},
        "horaires des classes virtuelles : du lundi au vendredi 08:00-18:00 au lieu de :"
        " du lundi au vendredi 08:00-18:00",
    ),
    "shorter_work": (
        {"activity": "module1", "duration_min": 90, "before_min": 120},
        "« Observer » en 1 h 30 au lieu de 2 h",
    ),
    "derogation": (
        {"cap_min": 195, "before_min": 120, "weeks": (date(2027, 1, 4), date(2027, 1, 11))},
        "3 h 15 par semaine au lieu de 2 h pendant 2 semaines (celles des lun. 4 janv. et lun. 11 janv.) :"
        " une dérogation, signalée partout comme telle, dont le motif est à écrire",
    ),
}


@pytest.mark.parametrize(
    ("facts", "said"),
    [
        ({"trainer": "durand", "per": "day"}, "4 h d’animation par jour au lieu de 3 h pour Alice Durand"),
        ({"trainer": None, "per": "day"}, "4 h d’animation par jour au lieu de 3 h pour toute l’équipe"),
        ({"trainer": None, "per": "week"}, "4 h d’animation par semaine au lieu de 3 h pour toute l’équipe"),
    ],
)
def test_a_higher_limit_of_a_day_or_of_all(facts, said):
    repair = Repair("higher_limit", {"limit_min": 240, "before_min": 180} | facts, (), RICH, a_good_plan())
    assert repair_text(repair, RICH, FRENCH)[0].replace("\u00a0", " ") == said
    assert "{" not in repair_text(repair, RICH, ENGLISH)[0]


def _repair(kind, session=RICH, plan=None):
    return Repair(kind, REPAIRS[kind][0], (), session, plan or a_good_plan())


@pytest.mark.parametrize("kind", REPAIRS)
def test_every_repair_is_said_in_both_languages_with_the_dates_of_its_plan(kind):
    change, dates = repair_text(_repair(kind), RICH, FRENCH)
    assert change.replace("\u00a0", " ").replace("\u202f", " ") == REPAIRS[kind][1]
    assert dates == "le calendrier va alors du mardi 12 janvier 2027 au mardi 26 janvier 2027"
    english, dates = repair_text(_repair(kind), RICH, ENGLISH)
    assert english != change and "{" not in english
    assert dates == "the plan then goes from Tuesday 12 January 2027 to Tuesday 26 January 2027"


def test_every_repair_that_the_solver_can_propose_has_its_sentence():
    from planner.solving import repairs

    proposals = {
        name
        for name, method in inspect.getmembers(repairs.Workshop, inspect.isfunction)
        if not name.startswith("_") and inspect.signature(method).return_annotation == (repairs.Change | None)
    }
    assert proposals == set(REPAIRS)


def test_freed_remote_work_says_its_days():
    repair = Repair("free_fixed_date", {"activity": "module1"}, (), RICH, a_good_plan())
    assert repair_text(repair, RICH, ENGLISH)[0] == (
        "no longer fix the dates of “Observer”: it is done from Monday 18 January 2027 to Friday 22 January 2027"
    )


# --- the whole text ---------------------------------------------------------------------------------------------------


def _infeasible(*parts, repairs=(), minimal=True, **facts):
    return Infeasible(Conflict(parts, minimal, facts), tuple(repairs))


def _text(infeasible, session=RICH):
    return conflict_text(infeasible, session, ENGLISH).replace("\u00a0", " ")


def test_the_whole_text():
    text = _text(_infeasible(_cap("lyon"), repairs=[_repair("shorter_gap"), _repair("longer_gap")]))
    assert (
        text
        == """\
No plan exists between Monday 4 January 2027 and Friday 21 May 2027. This cannot hold:
  - at most 2 h a week for each participant of Lyon, virtual classes included (R5)
Each of these changes was tried and gives a plan:
  1. at least 5 days between two virtual classes instead of 7
     the plan then goes from Tuesday 12 January 2027 to Tuesday 26 January 2027
  2. at most 28 days between two virtual classes instead of 21
     the plan then goes from Tuesday 12 January 2027 to Tuesday 26 January 2027"""
    )


@pytest.mark.parametrize(
    ("facts", "said"),
    [
        (
            {"remote_min": 960, "classes_min": 0, "weeks_needed": 8},
            "16 h of remote work need 8 weeks at 2 h a week; between Mon 4 Jan and Fri 21 May there are 5 open weeks.",
        ),
        (
            {"remote_min": 900, "classes_min": 60, "weeks_needed": 8},
            "16 h (15 h of remote work and 1 h of virtual classes) need 8 weeks at 2 h a week; between Mon 4 Jan and"
            " Fri 21 May there are 5 open weeks.",
        ),
        (
            {"classes": 6, "classes_a_week": 1, "weeks_needed": 6},
            "6 virtual classes need 6 weeks: 2 h a week leave room for 1 a week; between Mon 4 Jan and Fri 21 May there"
            " are 5 open weeks.",
        ),
    ],
)
def test_the_sum_lets_the_reader_count_again(facts, said):
    conflict = _infeasible(_cap("lyon"), cap_min=120, weeks_open=5, **facts)
    assert said in _text(conflict).splitlines()
    derogation = Derogation.model_validate({"week": "2027-W03", "cap": "3h", "reason": "Fin de session"})
    assert said not in _text(conflict, RICH.model_copy(update={"derogations": (derogation,)}))  # 2 h no longer hold


LED = {"led": 8, "led_min": 960, "each_min": 120, "virtual": True, "team": 1, "per": "week", "open": 6, "needed": 8}


@pytest.mark.parametrize(
    ("facts", "said"),
    [
        (
            {"limit_min": 120},
            "8 classes virtuelles de 2 h font 16 h d’animation ; à 2 h par semaine, il faut 8 semaines ; entre le lun."
            " 4 janv. et le ven. 21 mai, il n’y a que 6 semaines ouvertes.",
        ),
        (
            {"limit_min": 180, "room": 1},
            "8 classes virtuelles de 2 h font 16 h d’animation ; à 3 h par semaine, où il n’y a place que pour 1, il"
            " faut 8 semaines ; entre le lun. 4 janv. et le ven. 21 mai, il n’y a que 6 semaines ouvertes.",
        ),
        (
            {"limit_min": 240, "team": 2, "each_min": None, "per": "day", "needed": 4, "open": 3},
            "8 classes virtuelles font 16 h d’animation ; à 4 h par jour en tout pour 2 personnes, il faut 4 jours ;"
            " entre le lun. 4 janv. et le ven. 21 mai, il n’y a que 3 jours ouverts.",
        ),
        (
            {"limit_min": 120, "virtual": False},
            "il y a 16 h d’animation ; à 2 h par semaine, il faut 8 semaines ; entre le lun. 4 janv. et le ven. 21 mai,"
            " il n’y a que 6 semaines ouvertes.",
        ),
    ],
)
def test_the_sum_of_what_trainers_lead_lets_the_reader_count_again(facts, said):
    parts = (_part("trainer", trainers=["durand"], kind="max_week", limit_min=120),)
    infeasible = _infeasible(*parts, **LED | facts)
    french = conflict_text(infeasible, RICH, FRENCH).replace("\u00a0", " ").replace("\u202f", " ")
    assert said in french.splitlines()
    assert "{" not in _text(infeasible)


def test_the_days_that_gaps_take_can_be_counted_again():
    window = [_part("window", edge=edge, day=date(2027, 1, 4), weeks_open=2) for edge in ("last", "first")]
    work = _part("work", activities=["accueil", "retour1"], live=True, count=2, total_min=150, each_min=None)
    gap = _part("order", kind="class_gap", min_days=21, max_days=None)
    short = RICH.model_copy(update={"window": DayRange(first="2027-01-04", last="2027-01-20")})
    assert (
        "From the first to the last of 2 virtual classes, 21 days apart, there are 21 days; from Mon 4 Jan to Wed"
        " 20 Jan there are 16."
    ) in _text(_infeasible(work, gap, *window), short)
    assert "days apart" not in _text(_infeasible(work, gap, *window))


def test_hours_on_two_clocks_are_compared():
    hours = _part("working_hours", trainers=["martin"], kind="virtual_class", hours=HOURS)
    text = _text(_infeasible(hours))
    assert "On Monday 4 January 2027, 12:00 in the time of Rhône is 15:00 in that of La Réunion." in text.splitlines()
    assert "15:00" not in _text(_infeasible(_part("working_hours", kind="virtual_class", hours=HOURS)))


def test_that_time_ran_out_over_the_repairs_is_no_proof_that_there_is_none():
    conflict = _infeasible(_part("work", activities=["module1"], live=False, count=1, total_min=120, each_min=120))
    assert "more time may find one" not in _text(conflict)
    assert "more time may find one" in _text(replace(conflict, all_tried=False))


def test_what_was_not_shown_to_be_needed_is_said_so_and_long_lists_are_cut():
    links = [_part("order", activities=["module1", "retour1"], kind="link", min_days=n) for n in range(23)]
    lines = _text(_infeasible(*links, minimal=False)).splitlines()
    assert len([line for line in lines if line.startswith("  - ")]) == 20
    assert lines[-3:] == [
        "  … and 3 more.",
        "Time ran out before each point was shown to be needed: some may have nothing to do with it.",
        "No change that gives a plan was found in this time; more time may find one (--time-limit).",
    ]


def test_without_a_repair_the_text_says_where_to_look():
    teaching = _part("participant", groups=["lyon"], kind="teaching")
    text = _text(_infeasible(teaching, _part("no_school_holidays", name="N", first=date(2027, 1, 4), resume=None)))
    assert text.splitlines()[-2:] == [
        "No change was found that gives a plan on its own. Several may be needed at once, among these:",
        "  - the groups' teaching hours and calendars",
    ]


def test_a_title_is_shown_and_never_obeyed():
    hostile = a_session(
        activities=[{"id": "a", "kind": "virtual_class", "title": "A {x} \u202e\n", "duration": "1h"}],
    )
    work = _part("work", activities=["a"], live=True, count=1, total_min=60, each_min=60)
    assert "“A {x} <U+202E>␊”" in _text(_infeasible(work), hostile)
