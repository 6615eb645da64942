"""Boxes in the box: commands of every bad kind end with a clear code, and leave nothing running or behind."""

import contextlib
import hashlib
import itertools
import json
import os
import pathlib
import pty
import signal
import socket
import subprocess
import time

import requests

from common import MODULE_APP, PASSWORD, WORK, apart

_numbers = itertools.count(1)


class Place:
    """A folder for temporary files, and a mark by which whatever runs there is found."""

    def __init__(self):
        self.folder = WORK / f"box-{next(_numbers)}"
        self.folder.mkdir()
        self.mark = f"EXO_CHECK={self.folder}"
        self.environment = {**os.environ, "TMPDIR": str(self.folder), "EXO_CHECK": str(self.folder)}

    def start(self, *words, program=("exo-emulator", "run"), **streams):
        return subprocess.Popen(
            [*program, *words], env=self.environment,
            **{"stdin": subprocess.DEVNULL, "stdout": subprocess.PIPE, "stderr": subprocess.PIPE, **streams},
        )

    def run(self, *words, given=None, program=("exo-emulator", "run")):
        """Runs to the end; the exit code, and what was said."""
        started = self.start(*words, program=program, **({} if given is None else {"stdin": subprocess.PIPE}))
        output, errors = started.communicate(given, timeout=30)
        return started.returncode, output.decode(), errors.decode()

    def script(self, text, *options, **more):
        return self.run(*options, "--", "sh", "-c", text, **more)

    def running(self):
        """The processes that carry the mark."""
        found = []
        for process in pathlib.Path("/proc").glob("[0-9]*"):
            with contextlib.suppress(OSError):
                if self.mark.encode() in (process / "environ").read_bytes().split(b"\0"):
                    found.append((int(process.name), (process / "cmdline").read_bytes().replace(b"\0", b" ").decode()))
        return found

    def is_clean(self):
        assert self.running() == [], self.running()
        assert os.listdir(self.folder) == [], os.listdir(self.folder)
        mounts = pathlib.Path("/proc/self/mountinfo").read_text()
        assert str(self.folder) not in mounts, mounts


@contextlib.contextmanager
def place():
    """A place in which nothing may be left."""
    made = Place()
    try:
        yield made
        made.is_clean()
    finally:
        for process, _ in made.running():
            with contextlib.suppress(ProcessLookupError):
                os.kill(process, signal.SIGKILL)


def until(condition, what):
    deadline = time.monotonic() + 15
    while not (found := condition()):
        assert time.monotonic() < deadline, what() if callable(what) else what
        time.sleep(0.01)
    return found


@apart
def check_commands_that_cannot_start():
    """Not found is 127, what cannot be started 126, no command 64; the message names it once."""
    files = WORK / "no-commands"
    files.mkdir()
    for name, text, mode in (
        ("plain", "echo plain", 0o600), ("without-program", "#!/no/such/program\n", 0o700), ("garbage", "\0\1\2\3", 0o700),
    ):
        (files / name).write_text(text)
        (files / name).chmod(mode)
    (files / "loop").symlink_to("loop")
    (files / "nothing").symlink_to("missing")
    with place() as here:
        for words, code, says in (
            (["no-such-program"], 127, "exo-emulator: no-such-program: No such file or directory\n"),
            ([f"{files}/nothing"], 127, f"exo-emulator: {files}/nothing: No such file or directory\n"),
            ([f"{files}/without-program"], 127, f"exo-emulator: {files}/without-program: No such file or directory\n"),
            ([f"{files}/plain"], 126, f"exo-emulator: {files}/plain: Permission denied\n"),
            ([f"{files}"], 126, f"exo-emulator: {files}: Permission denied\n"),
            ([f"{files}/plain/below"], 126, f"exo-emulator: {files}/plain/below: Not a directory\n"),
            ([f"{files}/loop"], 126, f"exo-emulator: {files}/loop: Too many levels of symbolic links\n"),
            (["x" * 5000], 126, f"exo-emulator: {'x' * 5000}: File name too long\n"),
            ([""], 64, "exo-emulator: 'run' needs a command"), ([], 64, "exo-emulator: 'run' needs a command"),
        ):
            ended = here.run("--", *words)
            assert ended[0] == code and ended[1] == "" and ended[2].startswith(says), (words, ended)
            assert ended[2].count("\n") == 1, ended[2]
        code, output, errors = here.run("--", f"{files}/garbage")
        assert code in (2, 126, 127) and output == "" and errors, (code, errors)


@apart
def check_ends_by_signals():
    """A command that a signal ends; a box whose parts are killed; a signal while nobody listens."""
    with place() as here:
        for name in ("HUP", "INT", "QUIT", "ILL", "ABRT", "FPE", "KILL", "SEGV", "PIPE", "TERM", "USR1"):
            code = here.script(f"ulimit -c 0; kill -{name} $$")[0]
            assert code == 128 + signal.Signals[f"SIG{name}"], (name, code)
        # The first process of the box is killed from outside: the command goes with it.
        started = here.start("--", "sh", "-c", "setsid sleep 1000 & echo up; exec sleep 1000")
        assert started.stdout.readline() == b"up\n"
        children = pathlib.Path(f"/proc/{started.pid}/task/{started.pid}/children").read_text().split()
        os.kill(int(children[0]), signal.SIGKILL)
        assert started.wait(timeout=15) == 137, started.returncode
        started.communicate()
        here.is_clean()
        # So is the program outside; what is left of it ends by itself.
        started = here.start("--", "sh", "-c", "setsid sleep 1000 & echo up; exec sleep 1000")
        assert started.stdout.readline() == b"up\n"
        started.kill()
        started.communicate(timeout=15)
        until(lambda: here.running() == [], "somebody is left")
        here.is_clean()
        # A command cannot end the box by its first process.
        code, output, errors = here.script(
            "for name in KILL STOP PWR CHLD; do kill -$name 1; done; exo-emulator control GET clock > /dev/null && echo there"
        )
        assert (code, output) == (0, "there\n"), (code, output, errors)


@apart
def check_who_forks_away():
    """What a command leaves behind it ends with it, whatever it ignores and wherever it hid."""
    with place() as here:
        for left in (
            "sleep 1000 &", "setsid sleep 1000 > /dev/null 2>&1 < /dev/null &", "nohup sleep 1000 > /dev/null 2>&1 &",
            "(setsid sh -c 'trap \"\" TERM HUP INT QUIT; while :; do sleep 1000; done' > /dev/null 2>&1 &)",
            "cd / && (setsid sh -c 'exec 0<&- 1>&- 2>&-; (sleep 1000 &)' &)",
            "unshare --mount --pid --fork sleep 1000 > /dev/null 2>&1 &",
        ):
            began = time.monotonic()
            code, _, errors = here.script(f"{left}\nexit 5")
            assert code == 5 and time.monotonic() - began < 10, (left, code, errors)
            here.is_clean()


@apart
def check_closed_outputs():
    """A command without outputs, and a reader that goes away."""
    with place() as here:
        assert here.script("exec <&- >&- 2>&-; exit 6")[0] == 6
        started = here.start("--", "yes")
        assert started.stdout.readline() == b"y\n"
        started.stdout.close()
        assert started.wait(timeout=15) == 128 + signal.SIGPIPE, started.returncode
        started.stderr.close()
        code, output, _ = here.run(program=("bash", "-c", "exec 1>&- 2>&-; exo-emulator run -- no-such-program"))
        assert (code, output) == (127, ""), code


def typed(here, words, *lines):
    """Runs a program on a terminal and types each line once what stands before it has appeared; what the screen shows."""
    child, terminal = pty.fork()
    if child == 0:
        os.execvpe(words[0], words, here.environment)
    screen = b""
    try:
        os.set_blocking(terminal, False)

        def shows(text):
            nonlocal screen
            with contextlib.suppress(OSError):
                screen += os.read(terminal, 65536)
            return text.encode() in screen

        for awaited, line in lines:
            until(lambda text=awaited: shows(text), lambda text=awaited: f"'{text}' does not appear: {screen}")
            if line:
                os.write(terminal, line)
        until(lambda: not shows("\0") and os.waitpid(child, os.WNOHANG)[0], lambda: f"it does not end: {screen}")
        shows("\0")
        return screen.decode(errors="replace")
    finally:
        os.close(terminal)


@apart
def check_terminal():
    """A password is asked on the terminal, and control characters reach the command; without a terminal nobody waits."""
    ask = 'stty -echo < /dev/tty; printf "Password: " > /dev/tty; read -r line < /dev/tty; stty echo < /dev/tty; echo "got $line"'
    with place() as here:
        outside = "trap : INT; exo-emulator run -- sh -c '%s'; echo \"code $?\"; stty -a | grep -q ' echo ' && echo restored"
        screen = typed(here, ["sh", "-c", outside % ask], ("Password: ", b"from the keys\n"), ("restored", b""))
        assert "got from the keys" in screen and "code 0" in screen, screen
        assert screen.count("from the keys") == 1, f"the password was shown: {screen}"
        screen = typed(here, ["sh", "-c", outside % "trap \"exit 9\" INT; echo up; while :; do sleep 0.05; done"],
                          ("up", b"\x03"), ("restored", b""))
        assert "code 9" in screen, screen
        screen = typed(here, ["sh", "-c", outside % "echo up; exec sleep 1000"], ("up", b"\x03"), ("restored", b""))
        assert "code 130" in screen, screen
        code, _, errors = here.run(program=(
            "setsid", "--wait", "exo-emulator", "run", "--", "sh", "-c", "read -r line < /dev/tty && echo there"
        ))
        assert code != 0 and "/dev/tty" in errors, (code, errors)


@apart
def check_suspended():
    """Ctrl-Z stops the command and gives the shell back; it goes on in the foreground."""
    with place() as here:
        inside = "echo u\"\"p; read -r line; echo got $line; exit 4"
        here.environment |= {"PS1": "ready> ", "TERM": "dumb"}
        screen = typed(
            here, ["bash", "--norc", "-i"], ("ready> ", f"exo-emulator run -- sh -c '{inside}'\n".encode()), ("\nup", b"\x1a"),
            ("Stopped", b"echo sh\"\"ell\n"), ("\nshell", b"fg\n"), ("fg\r\n", b"again\n"), ("got again", b"echo code $?; exit 0\n"),
        )
        assert "code 4" in screen, screen


@apart
def check_standard_input():
    """All of it reaches the command, none is taken from it, and a command that reads nothing waits for nobody."""
    with place() as here:
        given = os.urandom(1 << 22)
        code, output, _ = here.script("sha256sum", given=given)
        assert code == 0 and output.split()[0] == hashlib.sha256(given).hexdigest(), output
        code, output, _ = here.run(program=("sh", "-c", "yes | exo-emulator run -- true; echo $?"))
        assert (code, output) == (0, "0\n"), output
        code, output, _ = here.run(program=("sh", "-c", "printf 'one\\ntwo\\n' | (exo-emulator run -- sh -c 'read -r a; echo $a'; cat)"))
        assert output == "one\ntwo\n", output
        started = here.start("--", "sh", "-c", "while read -r line; do echo \"$line back\"; done; exit 3", stdin=subprocess.PIPE)
        for word in (b"first", b"second"):
            started.stdin.write(word + b"\n")
            started.stdin.flush()
            assert started.stdout.readline() == word + b" back\n"
        started.communicate(timeout=15)
        assert started.returncode == 3


@apart
def check_box_within_a_box():
    """Each has an emulator of its own; codes and signals go through all of them."""
    with place() as here:
        user = "users/adele@contoso.com"
        code, output, errors = here.script(
            f"exo-emulator control PATCH {user} '{{\"accountEnabled\": false}}' > /dev/null; "
            f"exo-emulator run --seed 1 -- exo-emulator control GET {user}; exo-emulator control GET {user}"
        )
        enabled = [json.loads(line)["accountEnabled"] for line in output.replace("}{", "}\n{").split("\n") if line]
        assert code == 0 and enabled == [True, False], (output, errors)
        deep = ["exo-emulator", "run", "--"] * 2
        assert here.run("--", *deep, "sh", "-c", "exit 7")[0] == 7
        assert here.run("--", *deep, "no-such-program")[0] == 127
        started = here.start("--", *deep, "sh", "-c", "trap 'exit 9' TERM; echo up; while :; do sleep 0.05; done")
        assert started.stdout.readline() == b"up\n"
        started.terminate()
        started.communicate(timeout=15)
        assert started.returncode == 9, started.returncode


def with_full_disk(here, script):
    """Runs a script where `$DISK` is a disk that has 4 KiB left."""
    disk = WORK / f"disk-{next(_numbers)}"
    disk.mkdir()
    here.environment["DISK"] = str(disk)
    fill = 'mount -t tmpfs -o size=2m,mode=0700 tmpfs "$DISK" && (cat /dev/zero > "$DISK/full" 2> /dev/null || true)'
    return here.run(program=("unshare", "--mount", "sh", "-ec", f'{fill}; truncate -s -4096 "$DISK/full"; {script}'))


@apart
def check_full_disk():
    """What cannot be kept is said before the command starts; a log that cannot be written stops nobody."""
    with place() as here:
        code, output, errors = with_full_disk(here, 'exo-emulator run --home "$DISK/home" -- echo started')
        assert code == 125 and output == "" and "exo-emulator: " in errors, (code, output, errors)
        assert f"{here.environment['DISK']}/home" in errors and "disk is full" in errors, errors
        ask = 'curl -sS -o /dev/null "https://graph.microsoft.com/v1.0/me?n=[1-400]"; echo done'
        code, output, errors = with_full_disk(here, f"exo-emulator run --log \"$DISK/log\" -- sh -c '{ask}'")
        assert code == 0 and output == "done\n", (code, output, errors)
        assert errors == f"exo-emulator: {here.environment['DISK']}/log lacks requests: No space left on device\n", errors
        code, output, errors = with_full_disk(here, 'TMPDIR=$DISK exo-emulator run -- echo started')
        assert code == 125 and output == "", (code, output)
        assert f"The store in {here.environment['DISK']} cannot be opened: database or disk is full" in errors, errors


@apart
def check_disk_that_fills_up():
    """An emulator that can keep nothing any more says so to who asks, answers all else, and ends as ever."""
    with place() as here:
        script = """
            exo-emulator run --home "$DISK/home" -- sh -c '
                ask() {
                    curl -sS -o /dev/null -w "%{http_code}\\n" -d grant_type=password -d client_id=$MODULE -d password=$PASSWORD \\
                        -d username=admin@contoso.com -d "scope=https://outlook.office365.com/.default offline_access" \\
                        https://login.microsoftonline.com/organizations/oauth2/v2.0/token
                }
                (cat /dev/zero > "$DISK/full" 2> /dev/null)
                for n in $(seq 200); do code=$(ask); test "$code" = 200 || break; done
                echo "$code"
                exo-emulator control GET clock > /dev/null && echo there
                rm "$DISK/full"; ask; exit 8'
        """
        disk = WORK / f"disk-{next(_numbers)}"
        disk.mkdir()
        here.environment |= {"DISK": str(disk), "MODULE": MODULE_APP, "PASSWORD": PASSWORD}
        code, output, errors = here.run(program=(
            "unshare", "--mount", "sh", "-ec", f'mount -t tmpfs -o size=24m,mode=0700 tmpfs "$DISK"; {script}'
        ))
        assert code == 8, (code, output, errors)
        refused, there, again = output.split("\n")[:3]
        assert refused in ("500", "503", "507") and there == "there" and again == "200", (output, errors)


@apart
def check_exposed_ports():
    """A port that is taken, twice the same, none at all; one that is free again when the box has ended."""
    with place() as here, socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        code, output, errors = here.run("--expose", f"{port}:3000", "--", "echo", "started")
        assert code == 125 and output == "", (code, output)
        assert errors == (
            f"exo-emulator: port {port} of this machine cannot be had: Address already in use; "
            "--expose OUTSIDE:3000 takes another one, 0 any\n"
        ), errors
        for wrong in ("no", "70000", "-1", "1:2:3", "3000:0", ":", "3000:"):
            code, output, errors = here.run(f"--expose={wrong}", "--", "echo", "started")
            assert (code, output) == (64, "") and "--expose takes a port" in errors, (wrong, code, errors)
        taken.close()
        serve = ("--expose", f"{port}:3000", "--", "python3", "-c", """
import http.server, sys
server = http.server.HTTPServer(("127.0.0.1", 3000), http.server.SimpleHTTPRequestHandler)
print("up", flush=True)
server.serve_forever()
""")
        for _ in range(2):
            started = here.start(*serve, cwd="/var/opt")
            assert started.stdout.readline() == b"up\n"
            twice = here.run("--expose", f"{port}:3000", "--", "true")
            assert twice[0] == 125 and "Address already in use" in twice[2], twice
            assert requests.get(f"http://127.0.0.1:{port}/", timeout=10).status_code == 200
            # Who is connected when the box ends is hung up on.
            with socket.create_connection(("127.0.0.1", port)) as idle:
                started.terminate()
                started.communicate(timeout=15)
                assert started.returncode == 128 + signal.SIGTERM and idle.recv(1) == b"", started.returncode
        both = here.run("--expose", f"{port}:3000", "--expose", f"{port}:3001", "--", "true")
        assert both[0] == 125 and f"port {port} of this machine" in both[2], both
