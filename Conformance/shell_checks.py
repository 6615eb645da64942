"""The prompt of `exo shell` on a terminal: keys, completion, history, lines that go on, Ctrl-C and Ctrl-D."""

import fcntl
import itertools
import os
import pathlib
import pty
import select
import signal
import stat
import struct
import subprocess
import termios
import time

from common import ADMIN, WORK, control, connect


_numbers = itertools.count(1)


class Terminal:
    """A program on a terminal of its own, 80 columns wide."""

    def __init__(self, *words, environment=None):
        self.leader, follower = pty.openpty()
        fcntl.ioctl(follower, termios.TIOCSWINSZ, struct.pack("HHHH", 24, 80, 0, 0))
        self.process = subprocess.Popen(
            words, stdin=follower, stdout=follower, stderr=follower, start_new_session=True,
            preexec_fn=lambda: fcntl.ioctl(0, termios.TIOCSCTTY, 0),
            env={**os.environ, "TERM": "xterm", "LC_ALL": "C.UTF-8", "NO_COLOR": "1", **(environment or {})},
        )
        os.close(follower)
        self.seen = ""

    def type(self, text):
        os.write(self.leader, text.encode())

    def wait(self, text, seconds=20):
        """Reads until a text was shown; what was shown up to it, which is not looked at again."""
        until = time.monotonic() + seconds
        while text not in self.seen:
            assert time.monotonic() < until, f"no {text!r} in {self.seen!r}"
            if select.select([self.leader], [], [], 0.1)[0]:
                try:
                    self.seen += os.read(self.leader, 65536).decode(errors="replace")
                except OSError:
                    raise AssertionError(f"ended without {text!r}: {self.seen!r}") from None
        shown, _, self.seen = self.seen.partition(text)
        return shown + text

    def leave(self):
        """Types Ctrl-D until the program ends: libedit shows its prompt a moment before it takes keys as they come."""
        for _ in range(20):
            self.type("\x04")
            try:
                self.process.wait(timeout=1)
                break
            except subprocess.TimeoutExpired:
                pass
        return self.end()

    def end(self):
        code = self.process.wait(timeout=20)
        os.close(self.leader)
        return code


def shell():
    name = connect(control("POST", "tokens", {"kind": "none", "user": ADMIN, "resource": "https://outlook.office365.com"})["access_token"],
            "--user-principal-name", ADMIN)
    state = WORK / f"shell-state-{next(_numbers)}"
    terminal = Terminal("exo", "shell", environment={"XDG_STATE_HOME": str(state)})
    terminal.prompt = f"exo {name}> "
    terminal.wait(terminal.prompt)
    return terminal, pathlib.Path(state) / "exo" / "history"


def check_a_prompt_edits_completes_and_remembers():
    terminal, history = shell()
    # Tab completes the cmdlet and the column, and the left arrow and Backspace edit.
    terminal.type("get-acceptedd\t| sel\tDomainN\t\r")
    terminal.wait("contoso.com")
    terminal.wait(terminal.prompt)
    # A bar at the end asks for more.
    terminal.type("Get-Mailbox adele |\r")
    terminal.wait(">> ")
    terminal.type("ConvertTo-Json -Compressx\x7f\r")
    assert '"Alias":"adele"' in terminal.wait(terminal.prompt)
    # Ctrl-C gives a line up, in the middle of quotes too.
    terminal.type("Get-Mailbox 'never\r")
    terminal.wait(">> ")
    terminal.type("more\x03")
    terminal.wait(terminal.prompt)
    # A secret is not kept.
    terminal.type("Set-Mailbox adele -Password 'Zwetschge-1'\r")
    terminal.wait(terminal.prompt)
    # The arrow brings the last line back, which is the one before the secret.
    terminal.type("\x1b[A")
    terminal.wait("ConvertTo-Json -Compress")
    terminal.type("\x03")
    terminal.wait(terminal.prompt)
    assert terminal.leave() == 0
    lines = history.read_text().splitlines()
    assert lines == [
        "Get-AcceptedDomain | Select-Object DomainName", "Get-Mailbox adele | ConvertTo-Json -Compress",
    ], lines
    assert stat.S_IMODE(history.stat().st_mode) == 0o600


def check_control_c_ends_the_line_and_not_the_shell():
    terminal, _ = shell()
    control("POST", "faults", {"kind": "latency", "seconds": 20, "cmdlet": "Get-User"})
    try:
        terminal.type("Get-User\r")
        terminal.wait("waiting for Get-User")
        terminal.type("\x03")
        terminal.wait("interrupted", seconds=5)
        terminal.wait(terminal.prompt, seconds=5)
    finally:
        control("DELETE", "faults", {})
    terminal.type("Get-Mailbox adele | select -ExpandProperty Alias\r")
    terminal.wait("\nadele")
    terminal.wait(terminal.prompt)
    # A request to end is heard at the prompt, and the terminal is as before.
    terminal.process.send_signal(signal.SIGTERM)
    assert terminal.end() == 5
