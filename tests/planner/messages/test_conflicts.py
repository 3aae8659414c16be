"""Why no plan exists, in words: every kind of part and of repair that the solver can name, in both languages."""

import inspect
from datetime import date

import pytest

from planner.messages.conflict_points import points_of
from planner.messages.named import Named
from planner.messages.repairs import repair_text
from planner.outcome import Repair
from planner.posing import pose
from planner.session import BusyTimes
from tests.support.conflicts import ENGLISH, FRENCH, HOURS, RICH, a_cap, a_part
from tests.support.sessions import a_good_plan, a_session, the_school
from tests.support.varied_sessions import busy_span

CHRISTMAS = ("Vacances de Noël", date(2026, 12, 19), date(2027, 1, 4))
BUSY = BusyTimes({"durand": (busy_span("2027-01-12", 8, 10),)}, {"lyon": (busy_span("2027-01-13", 8, 10),)})


PARTS = [
    (
        a_part("work", activities=["accueil", "retour1"], live=True, count=2, total_min=150, each_min=None),
        "2 classes virtuelles, 2 h 30 en tout : « Accueil » et « Retour »",
    ),
    (
        a_part("work", activities=["module1"], live=False, count=1, total_min=120, each_min=120),
        "1 activité à distance, 2 h : « Observer »",
    ),
    (
        a_part("working_hours", kind="virtual_class", hours=HOURS),
        "horaires des classes virtuelles, à l’heure locale (Rhône) : "
        "lundi, mardi, jeudi et vendredi 17:00-18:30; mercredi 13:30-17:30 (R1)",
    ),
    (
        a_part("working_hours", kind="in_person", hours=((),) * 7),
        "horaires des activités en présentiel : aucun (R1)",
    ),
    (
        a_part("working_hours", groups=["mamoudzou"], kind="virtual_class", hours=HOURS[:2] * 2),
        "horaires des classes virtuelles pour Mamoudzou, à l’heure locale (Mayotte) : "
        "du lundi au jeudi 17:00-18:30 (R1)",
    ),
    (
        a_part("working_hours", trainers=["martin"], kind="virtual_class", hours=HOURS[:1]),
        "horaires de Paul Martin, à l’heure locale (La Réunion) : lundi 17:00-18:30 (R1)",
    ),
    (a_part("no_weekend"), "rien le samedi ni le dimanche (R2)"),
    (
        a_part("no_school_holidays", name=CHRISTMAS[0], first=CHRISTMAS[1], resume=CHRISTMAS[2]),
        "rien pendant les vacances scolaires : Vacances de Noël "
        "(du samedi 19 décembre 2026 à la reprise le lundi 4 janvier 2027) (R3)",
    ),
    (
        a_part("no_school_holidays", name="", first=date(2029, 7, 1), resume=None),
        "le calendrier scolaire est connu jusqu’au dimanche 1er juillet 2029, "
        "et rien n’est placé sur des jours que personne ne connaît (R3)",
    ),
    (
        a_part("no_school_holidays", trainers=["martin"], name="Été austral", first=CHRISTMAS[1], resume=None),
        "Paul Martin n’anime rien pendant les vacances de sa propre zone : Été austral "
        "(à partir du samedi 19 décembre 2026 ; le jour de la reprise n’est pas publié) (R3)",
    ),
    (
        a_part("no_public_holidays", name="Ascension", first=date(2027, 5, 6), resume=date(2027, 5, 7)),
        "rien les jours fériés : Ascension (jeudi 6 mai 2027) (R4)",
    ),
    (
        a_part("no_public_holidays", trainers=["martin"], name="Abolition", first=date(2027, 5, 6), resume=None),
        "Paul Martin n’anime rien les jours fériés de son département : Abolition (jeudi 6 mai 2027) (R4)",
    ),
    (
        a_cap("lyon", derogations=1),
        "2 h au plus par semaine pour chaque participant de Lyon, classes virtuelles comprises, "
        "sauf les semaines qui ont une dérogation (R5)",
    ),
    (
        a_cap("lyon", classes_count=False),
        "2 h au plus de travail à distance par semaine pour chaque participant de Lyon (R5)",
    ),
    (
        a_part("no_start_on_eve"),
        "la session ne commence pas une veille de fin de semaine, de jour férié ou de vacances (R6)",
    ),
    (
        a_part(
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
        a_part("trainer", trainers=["durand"], kind="busy"),
        "Alice Durand n’est pas libre aux heures occupées de son agenda importé (R7)",
    ),
    (
        a_part("trainer", trainers=["durand"], kind="one_at_a_time", gap_min=15),
        "Alice Durand n’anime qu’une chose à la fois, avec 15 min entre deux (R7)",
    ),
    (
        a_part("trainer", trainers=["durand"], kind="one_at_a_time", gap_min=0),
        "Alice Durand n’anime qu’une chose à la fois (R7)",
    ),
    (
        a_part("trainer", trainers=["durand"], kind="max_day", limit_min=180),
        "Alice Durand anime au plus 3 h par jour (R7)",
    ),
    (
        a_part("trainer", trainers=["martin"], kind="max_week", limit_min=360),
        "Paul Martin anime au plus 6 h par semaine (R7)",
    ),
    (
        a_part("participant", groups=["lyon"], kind="teaching"),
        "pas de classe virtuelle pendant que le groupe fait cours : Lyon (du lundi au vendredi 08:00-12:00) (R8)",
    ),
    (
        a_part("participant", groups=["lyon"], kind="busy"),
        "rien aux heures occupées de l’agenda importé de Lyon (R8)",
    ),
    (a_part("participant", groups=["lyon"], kind="one_at_a_time"), "une chose à la fois pour Lyon (R8)"),
    (
        a_part("order", kind="order"),
        "les activités suivent l’ordre du fichier, "
        "et le travail à distance se fait d’autres jours que les classes (R9)",
    ),
    (
        a_part("order", kind="class_gap", min_days=7, max_days=21),
        "entre deux classes virtuelles qui se suivent : au moins 7 jours et au plus 21 jours (R9)",
    ),
    (
        a_part("order", activities=["module1", "retour1"], kind="link", min_days=0, max_days=None),
        "« Retour » vient après « Observer » (R9)",
    ),
    (
        a_part("order", activities=["module1", "retour1"], kind="link", min_days=1, max_days=None),
        "« Retour » vient après « Observer » (au moins 1 jour de l’une à l’autre) (R9)",
    ),
    (a_part("capacity", rooms=1), "au plus 1 salle virtuelle utilisée à la fois (R10)"),
    (
        a_part("window", edge="first", day=date(2027, 1, 4), weeks_open=3),
        "rien avant le lundi 4 janvier 2027 (R11)",
    ),
    (
        a_part("window", edge="last", day=date(2027, 1, 4), weeks_open=3),
        "tout est fini le lundi 4 janvier 2027 au plus tard (R11)",
    ),
    (
        a_part("window", activities=["accueil"], edge="fixed", day=date(2027, 1, 12)),
        "« Accueil » a une date imposée, le mardi 12 janvier 2027 (R11)",
    ),
    (
        a_part("grid", kind="start", figure_min=30),
        "les classes commencent toutes les 30 min à partir de l’heure ronde (R13)",
    ),
    (a_part("grid", kind="start", figure_min=60), "les classes commencent à l’heure ronde (R13)"),
    (a_part("grid", kind="block", figure_min=30), "un bloc de travail à distance dure au moins 30 min (R13)"),
    (
        a_part("closing", activities=["bilan"], day=date(2027, 5, 21)),
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
    window = [a_part("window", edge=edge, day=date(2027, 1, 4), weeks_open=3) for edge in ("last", "first")]
    easter = a_part("no_school_holidays", name="Printemps", first=date(2027, 4, 10), resume=date(2027, 4, 26))
    christmas = a_part("no_school_holidays", name=CHRISTMAS[0], first=CHRISTMAS[1], resume=CHRISTMAS[2])
    points = _points(a_cap("lyon"), *window, easter, a_cap("mamoudzou"), christmas, texts=ENGLISH)
    assert points == [
        "at most 2 h a week for each participant of Lyon and Mamoudzou, virtual classes included (R5)",
        "everything lies between these two dates: 3 open weeks (R11)",
        "nothing in school holidays: Vacances de Noël (from Saturday 19 December 2026 until classes resume on"
        " Monday 4 January 2027) and Printemps (from Saturday 10 April 2027 until classes resume on"
        " Monday 26 April 2027) (R3)",
    ]


def test_a_window_without_an_open_day_is_said_so():
    window = [a_part("window", edge=edge, day=date(2026, 12, 21), weeks_open=0) for edge in ("last", "first")]
    assert _points(*window) == ["tout tient entre ces deux dates, et aucun jour n’y est ouvert (R11)"]


def test_each_group_has_its_own_class_where_trainers_are_short():
    work = a_part("work", activities=["retour1"], live=True, count=1, total_min=90, each_min=90)
    trainer = a_part("trainer", trainers=["durand"], kind="max_day", limit_min=180)
    assert _points(work, trainer)[0] == (
        "1 des 2 classes virtuelles, 1 h 30, une fois pour chacun des 2 groupes : « Retour »"
    )


def test_a_group_that_was_split_is_named_by_its_parts_only_among_others():
    split = a_session(groups=[{"id": "lyon", "name": "Lyon", "size": 40}])
    assert _points(a_cap("lyon-1"), session=split) == [
        "2 h au plus par semaine pour chaque participant, classes virtuelles comprises (R5)"
    ]
    busy = a_part("participant", groups=["lyon-1"], kind="busy")
    assert _points(busy, session=split) == ["rien aux heures occupées de l’agenda importé de Lyon 1 (R8)"]


def test_long_lists_of_titles_are_cut():
    many = [{"id": f"c{n}", "kind": "virtual_class", "title": f"Titre {n}", "duration": "1h"} for n in range(12)]
    session = a_session(activities=many)
    work = a_part("work", activities=[c["id"] for c in many], live=True, count=12, total_min=720, each_min=60)
    (point,) = _points(work, session=session)
    assert point.startswith("12 classes virtuelles, 1 h chacune, 12 h en tout : « Titre 0 », ")
    assert point.endswith("« Titre 7 » et 4 autres")


def test_two_activities_of_one_title_are_told_apart():
    alike = [{"id": id, "kind": "virtual_class", "title": "Retour", "duration": "1h"} for id in ("un", "deux")]
    work = a_part("work", activities=["deux"], live=True, count=1, total_min=60, each_min=60)
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
