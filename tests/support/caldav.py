"""A CalDAV server of its own (Radicale) on loopback, and a client that keeps a calendar in step with an .ics file."""

import re
import socket
import subprocess
import sys
import time
import urllib.request
from base64 import b64encode
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from urllib.error import HTTPError, URLError

import icalendar

_QUERY = (
    '<?xml version="1.0"?><C:calendar-query xmlns:D="DAV:" xmlns:C="urn:ietf:params:xml:ns:caldav"><D:prop>'
    "<C:calendar-data/></D:prop><C:filter><C:comp-filter name='VCALENDAR'><C:comp-filter name='VEVENT'/>"
    "</C:comp-filter></C:filter></C:calendar-query>"
)


@contextmanager
def a_server(folder: Path) -> Iterator[str]:
    """The address of a server whose collections lie in a folder; it ends with the block."""
    with closing(socket.socket()) as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    (folder / "config").write_text(
        f"[server]\nhosts = 127.0.0.1:{port}\n[auth]\ntype = none\n[rights]\ntype = authenticated\n"
        f"[storage]\nfilesystem_folder = {folder / 'collections'}\n[logging]\nlevel = error\n",
        encoding="utf-8",
    )
    command = [sys.executable, "-W", "ignore", "-m", "radicale", "--config", str(folder / "config")]
    server = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        address = f"http://127.0.0.1:{port}"
        _wait(address, server)
        yield address
    finally:
        server.terminate()
        server.wait(timeout=20)


class Client:
    """A calendar of somebody on the server, fed from files as calendar programs do."""

    def __init__(self, address: str, name: str) -> None:
        self._address = f"{address}/someone/{name}/"
        _ask("MKCALENDAR", self._address)

    def take(self, ics: bytes) -> list[str]:
        """Put each event of a file by its UID, unless the calendar has it with this SEQUENCE or a higher one already.

        Answers the UIDs that were put.
        """
        there = {str(event["UID"]): int(event["SEQUENCE"]) for event in self._events()}
        put = []
        calendar = icalendar.Calendar.from_ical(ics)
        for event in calendar.walk("VEVENT"):
            uid = str(event["UID"])
            if int(event["SEQUENCE"]) > there.get(uid, -1):
                alone = icalendar.Calendar()
                alone.add("VERSION", "2.0")
                alone.add("PRODID", "-//test//EN")
                for part in (*calendar.walk("VTIMEZONE"), event):
                    alone.add_component(part)
                _ask("PUT", f"{self._address}{uid}.ics", alone.to_ical())
                put.append(uid)
        return put

    def replace(self, ics: bytes) -> None:
        """Upload a whole file as the calendar."""
        _ask("PUT", self._address, ics)

    def listed(self) -> bytes:
        """What the calendar shows, as one file: events that are cancelled are not shown."""
        shown = icalendar.Calendar()
        shown.add("VERSION", "2.0")
        shown.add("PRODID", "-//test//EN")
        for event in self._events():
            if str(event.get("STATUS")) != "CANCELLED":
                shown.add_component(event)
        return shown.to_ical()

    def _events(self) -> list[icalendar.Event]:
        answer = _ask("REPORT", self._address, _QUERY.encode(), {"Depth": "1", "Content-Type": "application/xml"})
        found = re.findall(r"BEGIN:VCALENDAR.*?END:VCALENDAR", answer.decode().replace("&#13;", ""), re.S)
        texts = (text.replace("&amp;", "&").replace("&lt;", "<").replace("&gt;", ">") for text in found)
        return [event for text in texts for event in icalendar.Calendar.from_ical(text).walk("VEVENT")]


def _ask(method: str, address: str, data: bytes | None = None, headers: dict[str, str] | None = None) -> bytes:
    more = {
        "Authorization": f"Basic {b64encode(b'someone:any').decode()}",
        "Content-Type": "text/calendar; charset=utf-8",
        **(headers or {}),
    }
    request = urllib.request.Request(address, data, more, method=method)
    try:
        with urllib.request.urlopen(request, timeout=30) as answer:
            return bytes(answer.read())
    except HTTPError as error:
        raise AssertionError(f"{method} {address}: {error.code} {error.read()[:300]!r}") from error


def _wait(address: str, server: "subprocess.Popen[bytes]") -> None:
    for _ in range(200):
        assert server.poll() is None, "the server did not start"
        try:
            urllib.request.urlopen(f"{address}/.web/", timeout=1).close()
            return
        except HTTPError:
            return
        except URLError:
            time.sleep(0.1)
    raise AssertionError("the server does not answer")
