import pytest

from planner.cli.language import language


@pytest.mark.parametrize(
    ("environment", "spoken"),
    [
        ({}, "fr"),
        ({"LANG": "C.UTF-8"}, "fr"),
        ({"LC_ALL": "POSIX", "LANG": "en_GB.UTF-8"}, "fr"),  # LC_ALL decides
        ({"LANG": "en_GB.UTF-8"}, "en"),
        ({"LC_MESSAGES": "en_US", "LANG": "fr_FR"}, "en"),
        ({"LANGUAGE": "de:en:fr", "LANG": "fr_FR"}, "en"),  # the first of the list that there are texts in
        ({"LANGUAGE": "de", "LANG": "en_US"}, "en"),
        ({"LANG": "de_DE.UTF-8"}, "fr"),
        ({"LC_ALL": "", "LANG": "en"}, "en"),  # empty is not set
    ],
)
def test_the_environment_says_which_language(environment, spoken):
    assert language([], environment) == spoken


@pytest.mark.parametrize(
    "arguments", [["--lang", "en", "plan"], ["plan", "x.yaml", "--lang=en"], ["--lang", "fr", "plan", "--lang", "en"]]
)
def test_what_is_typed_wins_and_the_last_of_two(arguments):
    assert language(arguments, {"LANG": "fr_FR"}) == "en"


@pytest.mark.parametrize("arguments", [["--lang"], ["--lang", "de"], ["--lang="]])
def test_a_language_there_is_none_of_is_refused_in_that_of_the_environment(arguments):
    assert language(arguments, {"LANG": "en_GB"}) == "en"
