"""What the system says in English is said in the reader's language."""

import errno
import os

import pytest

from planner.messages.system_errors import system_error_text
from planner.messages.texts import Texts

USUAL = ["ENOSPC", "EDQUOT", "EACCES", "EPERM", "EROFS", "EISDIR", "ENOTDIR", "EEXIST", "ENOENT", "ENAMETOOLONG"]


@pytest.mark.parametrize("name", USUAL)
def test_the_usual_errors_have_their_words(name):
    number = getattr(errno, name)
    french, english = (system_error_text(number, os.strerror(number), Texts(lang)) for lang in ("fr", "en"))
    assert french != english and os.strerror(number) not in (french, english)


@pytest.mark.parametrize("number", [errno.EIO, None])
def test_others_stay_as_the_system_says_them(number):
    assert system_error_text(number, "Input/output error\x1b", Texts("fr")) == "Input/output error␛"
