"""The runs of scripts/long-runs.sh: killed WORK, tenants WORK."""

import json
import os
import random
import signal
import ssl
import subprocess
import sys
import time
import urllib.request

CONTOSO = "11111111-1111-4111-8111-111111111111"


def fail(text):
    sys.exit(f"FAILED: {text}")


def exo(*words, **more):
    return subprocess.run(["exo", *words], capture_output=True, text=True, **more)


def rows(text):
    return [json.loads(line) for line in text.splitlines()]


def control(method, path, body=None):
    context = ssl.create_default_context(cafile=os.environ["EXO_CA_FILE"])
    request = urllib.request.Request(
        os.environ["EXO_EMULATOR_URL"] + "/_emulator/" + path,
        method=method,
        data=None if body is None else json.dumps(body).encode(),
        headers={"Content-Type": "application/json"},
    )
    return json.loads(urllib.request.urlopen(request, context=context).read())


def journal(path):
    """What a journal says: the keys that are done, and those that were begun without a known end."""
    state = {}
    for line in open(path).read().splitlines()[1:]:
        try:
            entry = json.loads(line)
        except ValueError:
            continue  # The last line of a run that was killed.
        if "begin" in entry:
            state.setdefault(entry["begin"], "begun")
        else:
            state[entry["end"]] = entry["outcome"]
    return [key for key, value in state.items() if value == "done"], [key for key, value in state.items() if value in ("begun", "unknown")]


def killed(work, count=10_000, kills=100):
    seed = int(os.environ.get("EXO_LONG_SEED", "1"))
    chance = random.Random(seed)
    table, path = f"{work}/contacts.csv", f"{work}/contacts.journal"
    with open(table, "w") as file:
        file.write("Name,ExternalEmailAddress\n")
        for number in range(count):
            file.write(f"c{number},c{number}@example.org\n")
    # Requests that take their time, so that some are under way when the process dies and a hundred deaths fit into the run.
    control("POST", "faults", {"kind": "latency", "seconds": 0.5, "service": "exchange", "cmdlet": "New-MailContact", "times": None})
    words = ["exo", "bulk", "New-MailContact", "--from", table, "--journal", path, "--output", "ndjson"]
    done, moments = 0, 0
    while moments < kills:
        resume = ["--resume"] if os.path.exists(path) and os.path.getsize(path) > 0 and os.path.exists(path + ".key") else []
        if not resume and os.path.exists(path):
            os.remove(path)
        before = os.path.getsize(path) if os.path.exists(path) else 0
        process = subprocess.Popen(words + resume, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)
        # From the moment at which it has begun something.
        while process.poll() is None and (not os.path.exists(path) or os.path.getsize(path) <= max(before, 200)):
            time.sleep(0.005)
        time.sleep(chance.uniform(0, 1.2))
        process.send_signal(signal.SIGKILL)
        process.communicate()
        if process.returncode >= 0 and process.returncode not in (0, 2):
            fail(f"exo ended with {process.returncode}")
        moments += 1
        if process.returncode >= 0:
            break
    done, unknown = journal(path)
    print(f"killed {moments} times: {len(done)} of {count} done, {len(unknown)} begun without a known end")
    control("DELETE", "faults", {})
    second = exo(*words[1:], "--resume")
    if second.returncode not in (0, 2):
        fail(second.stderr)
    found = rows(second.stdout)
    open_lines = {row["Line"] for row in found if row["Status"] == "unknown"}
    if len(open_lines) != len(unknown) or any(row["Status"] == "failed" for row in found):
        fail(f"{len(open_lines)} unknown in the report, {len(unknown)} in the journal; {second.stderr}")
    third = exo(*words[1:], "--resume", "--retry-unknown")
    repeated = rows(third.stdout)
    if {row["Line"] for row in repeated} != open_lines:
        fail("other rows than the unknown ones were repeated")
    there = [row for row in repeated if row["Status"] == "failed"]
    if any("already" not in (row["Error"] or "").lower() and row["Code"] != "conflict" for row in there):
        fail(f"a repetition failed for another reason: {there[:3]}")
    listing = exo("Get-MailContact", "-ResultSize", "Unlimited", "--output", "ndjson")
    names = [row["Name"] for row in rows(listing.stdout) if row["Name"][1:].isdigit()]
    wanted = {f"c{number}" for number in range(count)}
    if len(names) != count or set(names) != wanted:
        fail(f"{len(names)} contacts, {len(wanted - set(names))} missing")
    made = []
    while True:  # The log gives 5,000 records at a time.
        log = exo("Search-UnifiedAuditLog", "-StartDate", time.strftime("%Y-%m-%d", time.gmtime(time.time() - 86400)), "-EndDate",
                  time.strftime("%Y-%m-%d", time.gmtime(time.time() + 86400)), "-Operations", "New-MailContact", "-ResultSize", "5000",
                  "-SessionId", "long-run", "-SessionCommand", "ReturnLargeSet", "--output", "ndjson")
        found = [json.loads(row["AuditData"]) for row in rows(log.stdout)]
        if not found:
            break
        made += [next(part["Value"] for part in data["Parameters"] if part["Name"] == "Name") for data in found]
    done, unknown = journal(path)
    if len(made) != count or set(made) != wanted:
        fail(f"the emulator's log has {len(made)} creations of {len(set(made))} contacts; {log.stderr}")
    if len(done) + len(there) != count or unknown:
        fail(f"the journal has {len(done)} done and {len(unknown)} unknown, {len(there)} were there already")
    print(f"{count} writes, killed {moments} times (seed {seed}): each made once; {len(open_lines)} had been unknown, of which {len(there)} were made")


def tenants(work, rounds=100):
    domains = [line.strip() for line in open(f"{work}/domains")]
    words = ["fleet", "run", "Get-AcceptedDomain", "--organizations-from", f"{work}/domains", "--parallel", "64", "--client-id",
             "aaaaaaaa-0000-4000-8000-000000000002", "--client-secret-file", f"{work}/secret", "--output", "ndjson"]
    ids = {}
    started = time.monotonic()
    for number in range(rounds):
        outcome = exo(*words)
        if outcome.returncode != 0:
            fail(outcome.stderr[-2000:])
        seen = {}
        for row in rows(outcome.stdout):
            seen.setdefault(row["Connection"], []).append(row)
        if set(seen) != set(domains):
            fail(f"{len(seen)} of {len(domains)} connections gave rows")
        for domain, own in seen.items():
            stem = domain.split(".")[0]
            if any(row["DomainName"].split(".")[0] != stem for row in own):
                fail(f"{domain} saw {[row['DomainName'] for row in own]}")
            tenant = {row["Tenant"] for row in own}
            if len(tenant) != 1 or ids.setdefault(domain, tenant) != tenant:
                fail(f"{domain} is {tenant}")
        # The newest thousand requests of the emulator's own log: whose path it was, and whose token.
        for entry in control("GET", "requests?text=InvokeCommand&limit=1000")["requests"]:
            if entry["status"] != 200:
                fail(f"the emulator refused {entry}")
    if len({next(iter(tenant)) for tenant in ids.values()}) != len(domains):
        fail("two connections share a tenant")
    print(f"{rounds * len(domains)} calls in {len(domains)} tenants, 64 at once: no foreign row, {time.monotonic() - started:.0f} s")


if sys.argv[1] == "killed":
    killed(sys.argv[2])
else:
    tenants(sys.argv[2])
