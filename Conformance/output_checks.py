"""jq, PyYAML and Python's csv read what exo writes, and jq itself says what --jq must give."""

import csv
import gzip
import io
import json
import pathlib
import re
import subprocess

import yaml

from common import ADMIN, Skipped, connect, control, exo

MANUAL = pathlib.Path("/usr/share/man/man1/jq.1.gz")

#: What people ask of rows; each is given the same rows as `exo … -o ndjson` writes.
QUESTIONS = [
    ".DisplayName", ".", "{DisplayName, PrimarySmtpAddress}", "[.Alias, .RecipientTypeDetails]", ".EmailAddresses[]",
    ".EmailAddresses | length", "select(.RecipientTypeDetails == \"SharedMailbox\") | .PrimarySmtpAddress", "keys",
    "to_entries | map(select(.value == true) | .key)", "with_entries(select(.key | startswith(\"Prohibit\")))",
    ".EmailAddresses | map(select(startswith(\"SMTP:\")) | ltrimstr(\"SMTP:\"))", "[.DisplayName, .Alias] | @csv",
    "[.DisplayName, .Alias] | @tsv", "@html \"<td>\\(.DisplayName)</td>\"", "@base64 \"\\(.Guid)\"", "@uri \"?q=\\(.DisplayName)\"",
    ".PrimarySmtpAddress | split(\"@\") | .[1]", ".PrimarySmtpAddress | capture(\"(?<user>[^@]+)@(?<domain>.+)\")",
    ".DisplayName | ascii_downcase", ".DisplayName | explode | implode", ".DisplayName | test(\"^A\")", ".Nothing // \"none\"",
    ".Nothing?", "try error(\"x\") catch .", "if .HiddenFromAddressListsEnabled then \"hidden\" else \"shown\" end",
    "[paths(type == \"boolean\")] | length", "del(.EmailAddresses) | length", ".DisplayName as $name | .Alias | . + \"=\" + $name",
    "reduce .EmailAddresses[] as $a (0; . + 1)", "[limit(2; .EmailAddresses[])]", "first(.EmailAddresses[])", "tojson | fromjson == .",
    "[.EmailAddresses[] | ascii_upcase] | unique", ".DisplayName | gsub(\" \"; \"_\")", "[.. | numbers]", "map_values(type)",
    ".WhenCreatedUTC[0:10]", "[range(3)] | add", "def f(x): x * 2; .EmailAddresses | length | f(.)", "empty", "infinite | tostring", "nan | isnan",
]


def connected():
    token = control("POST", "tokens", {"kind": "none", "user": ADMIN})["access_token"]
    return connect(token, "--user-principal-name", ADMIN)


def jq(expression, text):
    """What the program jq makes of a text, one result a line."""
    try:
        done = subprocess.run(["jq", "-r", "-c", expression], input=text, capture_output=True, text=True, timeout=60)
    except FileNotFoundError:
        raise Skipped("jq is not installed")
    return done.returncode, done.stdout


def plain(line):
    """A line of the manual without the marks of its typesetting."""
    return re.sub(r"\\(.)", r"\1", line.replace(r"\\", "\0").replace(r"\e", "\0")).replace("\0", "\\")


def manual():
    """The examples of jq's manual: program and input."""
    if not MANUAL.exists():
        raise Skipped("jq's manual is not installed")
    lines = [plain(line) for line in gzip.open(MANUAL, "rt", encoding="utf-8").read().splitlines()]
    for place, line in enumerate(lines[:-1]):
        example = re.fullmatch(r"jq (?:--seq )?'(.*)'", line)
        if example and lines[place + 1].startswith("   "):
            yield example[1], lines[place + 1].strip()


def check_jq_gives_what_the_program_gives_of_the_same_rows():
    name = connected()
    listing = ["Get-Mailbox", "-ResultSize", "Unlimited", "--connection", name]
    rows = exo(*listing, "--output", "ndjson")
    assert len(rows.splitlines()) > 3
    for question in QUESTIONS:
        status, expected = jq(question, rows)
        assert status == 0, question
        assert exo(*listing, "--jq", question) == expected, question


def check_jq_does_the_examples_of_its_manual():
    name = connected()
    count = 0
    for program, value in manual():
        # The value is part of the program: rows are whatever the service sends. `input` reads what comes after it.
        whole = f"({value}) | ({program})"
        status, expected = jq(whole, "{}")
        if status == 3 or "input" in program:
            continue
        given = exo("Get-OrganizationConfig", "--connection", name, "--jq", whole, status=0 if status == 0 else 1)
        if status == 0:
            assert given == expected, f"{whole}: {given!r}, not {expected!r}"
        else:
            assert "--jq: " in given, f"{whole}: {given}"
        count += 1
    assert count >= 60, f"only {count} examples were found"
    print(f"        {count} examples of the manual")


def check_jq_says_where_an_expression_is_wrong_before_anything_is_sent():
    assert "--jq: jq cannot read the expression" in exo("Get-Mailbox", "--jq", ".[", "--connection", connected(), status=64)


def check_yaml_is_read_by_pyyaml():
    name = connected()
    for cmdlet in ("Get-Mailbox", "Get-TransportRule", "Get-OrganizationConfig", "Get-ManagementRole"):
        expected = json.loads(exo(cmdlet, "--connection", name, "--output", "json"))
        given = yaml.safe_load(exo(cmdlet, "--connection", name, "--output", "yaml"))
        assert given == expected, f"{cmdlet}: {given} is not {expected}"


def check_csv_and_tsv_are_read_by_python():
    name = connected()
    columns = "DisplayName,Alias,EmailAddresses,HiddenFromAddressListsEnabled"
    listing = ["Get-Mailbox", "--connection", name, "--columns", columns]
    objects = json.loads(exo(*listing, "--output", "json"))
    expected = [
        [one["DisplayName"], one["Alias"], ";".join(one["EmailAddresses"]), json.dumps(one["HiddenFromAddressListsEnabled"])]
        for one in objects
    ]
    for form, more, delimiter in (("csv", [], ","), ("tsv", [], "\t"), ("csv", ["--delimiter", ";"], ";")):
        text = exo(*listing, "--output", form, *more)
        given = list(csv.reader(io.StringIO(text), delimiter=delimiter, strict=True))
        assert given == [columns.split(","), *expected], f"{form} {more}: {given}"
    file = pathlib.Path(exo("connection", "show", name, "--jq", ".Name").strip() + ".csv").absolute()
    try:
        exo(*listing, "--output-file", str(file), "--csv-for", "excel", environment={"LC_ALL": "de_DE.UTF-8"})
        raw = file.read_bytes()
        assert raw.startswith(b"\xef\xbb\xbf") and raw.count(b"\r\n") >= len(expected) + 1
        given = list(csv.reader(io.StringIO(raw.decode("utf-8-sig"), newline=""), delimiter=";", strict=True))
        assert given[0] == columns.split(",") and [row[0] for row in given[1:]] == [row[0] for row in expected]
    finally:
        file.unlink(missing_ok=True)
