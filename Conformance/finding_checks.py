"""What people lean on in their terminals: completion in real shells, and the manual through man."""

import os
import pty
import re
import select
import subprocess
import time

from common import WORK


def printed(*command, **more):
    """What a program writes to standard output."""
    return subprocess.run(command, check=True, capture_output=True, text=True, timeout=60, **more).stdout


def completed_by_bash(*words):
    script = """
        source <(exo completion bash)
        COMP_WORDS=(exo "$@") COMP_CWORD=$#
        _exo
        printf '%s\\n' "${COMPREPLY[@]}"
    """
    return printed("bash", "--norc", "-c", script, "bash", *words).split()


def completed_by_fish(line):
    script = 'exo completion fish | source; complete --do-complete "$EXO_LINE"'
    environment = {**os.environ, "EXO_LINE": line, "HOME": str(WORK)}
    return [found.split("\t")[0] for found in printed("fish", "--no-config", "-c", script, env=environment).splitlines()]


def completed_by_zsh(line):
    """What stands on the line after a tab in an interactive zsh."""
    rc = WORK / "zsh"
    rc.mkdir(exist_ok=True)
    (rc / ".zshrc").write_text(
        "PS1='ready> '\nautoload -U compinit && compinit -u\nsource <(exo completion zsh)\nunsetopt BEEP\n"
    )
    child, terminal = pty.fork()
    if child == 0:
        os.environ.update(ZDOTDIR=str(rc), TERM="dumb")
        os.execvp("zsh", ["zsh", "-i"])
    seen = b""

    def until(pattern):
        nonlocal seen
        deadline = time.monotonic() + 30
        while not re.search(pattern, seen):
            assert time.monotonic() < deadline, f"zsh shows {seen[-400:]!r}"
            if select.select([terminal], [], [], 0.2)[0]:
                seen += os.read(terminal, 4096)

    try:
        until(rb"ready> ")
        os.write(terminal, line.encode() + b"\t")
        until(re.escape(line.split()[-1].encode()) + rb"[A-Za-z]")
        seen = b""
        os.write(terminal, b"\x01echo '\x05'\n")
        until(rb"\n(exo [^\r\n]*)\r?\n")
        return re.search(rb"\n(exo [^\r\n]*)\r?\n", seen).group(1).decode().strip()
    finally:
        os.write(terminal, b"\x15exit\n")
        os.close(terminal)
        os.waitpid(child, 0)


def check_bash_completes():
    assert "Get-MailboxPermission" in completed_by_bash("Get-MailboxP"), "a cmdlet"
    assert completed_by_bash("Set-Mailbox", "adele", "-HiddenFromA") == ["-HiddenFromAddressListsEnabled"], "a parameter"
    assert completed_by_bash("Set-Mailbox", "adele", "-Type", "Sh") == ["Shared"], "a value"
    assert completed_by_bash("Get-Mailbox", "--columns", "Alias,PrimaryS") == ["Alias,PrimarySmtpAddress"], "a column"


def check_fish_completes():
    assert "Get-MailboxPermission" in completed_by_fish("exo Get-MailboxP"), "a cmdlet"
    assert "-HiddenFromAddressListsEnabled" in completed_by_fish("exo Set-Mailbox adele -HiddenFromA"), "a parameter"
    assert "Shared" in completed_by_fish("exo Set-Mailbox adele -Type Sh"), "a value"


def check_zsh_completes():
    assert completed_by_zsh("exo Get-MailboxPermiss") == "exo Get-MailboxPermission", "a cmdlet"
    line = completed_by_zsh("exo Set-Mailbox adele -HiddenFromA")
    assert line == "exo Set-Mailbox adele -HiddenFromAddressListsEnabled", line


def check_the_manual_is_read_by_man():
    folder = WORK / "manual"
    folder.mkdir()
    printed("exo", "__manual", str(folder))
    pages = sorted(folder.iterdir())
    assert len(pages) > 30, "a page for each command"
    for page in pages:
        warnings = subprocess.run(["groff", "-man", "-ww", "-z", page], capture_output=True, text=True, check=True).stderr
        assert warnings == "", f"{page.name}: {warnings}"
    text = printed("man", "-l", str(folder / "exo-connect.1"), env={**os.environ, "MANWIDTH": "80", "MANPAGER": "cat"})
    assert "exo-connect - Sign in or take a token" in text, "the line of NAME"
    assert "--access-token-stdin" in text and "EXAMPLES" in text, "options and examples"
