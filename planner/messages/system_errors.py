"""What a system says of a file that it cannot open or write -> words of the reader's language."""

import errno
from collections.abc import Mapping

from planner.messages.texts import Texts


def system_error_text(number: int | None, system_says: str, texts: Texts) -> str:
    """A part of a sentence for the usual errors, by their `errno`; for another, what the system says, as it says it."""
    said: Mapping[int, str] = {
        errno.ENOSPC: texts.say("no space is left there"),
        errno.EDQUOT: texts.say("the space that you may use there is full"),
        errno.EACCES: texts.say("access to it is denied"),
        errno.EPERM: texts.say("access to it is denied"),
        errno.EROFS: texts.say("the disk is read-only"),
        errno.EISDIR: texts.say("it is a folder, a file is expected"),
        errno.ENOTDIR: texts.say("a part of the path is a file, a folder is expected"),
        errno.EEXIST: texts.say("there is a file of this name already"),
        errno.ENOENT: texts.say("there is no such file or folder"),
        errno.ENAMETOOLONG: texts.say("its name is too long"),
    }
    return said.get(number or 0) or texts.plain(system_says)
