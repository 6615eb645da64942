"""The runs of scripts/long-runs.sh: killed WORK, tenants WORK."""

import json
import os
import random
import signal
import ssl
import subprocess
import sys
import time
import urllib.error
import urllib.request


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


class Journal:
    """What a journal says so far; it is read on as it grows."""

    def __init__(self, path):
        self.path, self.place, self.states, self.ends = path, 0, {}, 0

    def read_on(self):
        if not os.path.exists(self.path):
            return self
        with open(self.path, "rb") as file:
            file.seek(self.place)
            added = file.read()
        whole = added[: added.rfind(b"\n") + 1]  # The last line of a run that was killed may have no end.
        self.place += len(whole)
        for line in whole.splitlines():
            try:
                entry = json.loads(line)
            except ValueError:
                continue
            if "begin" in entry and self.states.get(entry["begin"]) != "done":
                self.states[entry["begin"]] = "begun"
            elif "end" in entry:
                self.states[entry["end"]] = entry["outcome"]
                self.ends += 1
        return self

    def of(self, *states):
        return [key for key, state in self.states.items() if state in states]


def logged(session):
    """The contacts that were created, as the emulator's own log has them."""
    made = []
    while True:  # The log gives 5,000 records at a time.
        log = exo("Search-UnifiedAuditLog", "-StartDate", time.strftime("%Y-%m-%d", time.gmtime(time.time() - 86400)), "-EndDate",
                  time.strftime("%Y-%m-%d", time.gmtime(time.time() + 86400)), "-Operations", "New-MailContact", "-ResultSize", "5000",
                  "-SessionId", session, "-SessionCommand", "ReturnLargeSet", "--output", "ndjson")
        if log.returncode != 0:
            fail(log.stderr)
        found = [json.loads(row["AuditData"]) for row in rows(log.stdout)]
        if not found:
            return made
        made += [next(part["Value"] for part in data["Parameters"] if part["Name"] == "Name") for data in found]


def killed(work, count=10_000, kills=100):
    seed = int(os.environ.get("EXO_LONG_SEED", "1"))
    chance = random.Random(seed)
    table, path = f"{work}/contacts.csv", f"{work}/contacts.journal"
    with open(table, "w") as file:
        file.write("Name,ExternalEmailAddress\n")
        for number in range(count):
            file.write(f"c{number},c{number}@example.org\n")
    # Requests that take their time, so that some are under way whenever the process dies.
    latency = 0.1
    control("POST", "faults", {"kind": "latency", "seconds": latency, "service": "exchange", "times": None})
    words = ["exo", "bulk", "New-MailContact", "--from", table, "--journal", path, "--parallel", "2", "--output", "ndjson"]
    journal = Journal(path)
    progress = []
    for moment in range(kills):
        # Ends of its own come into the journal before it is killed, and enough rows are left for those that follow.
        left = count - len(journal.read_on().states)
        wanted = chance.randint(1, max(1, left // (kills - moment) // 2))
        before = journal.ends
        resume = ["--resume"] if os.path.exists(path) else []
        process = subprocess.Popen(words + resume, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True)
        while process.poll() is None and journal.read_on().ends - before < wanted:
            time.sleep(0.002)
        time.sleep(chance.uniform(0, latency))
        process.send_signal(signal.SIGKILL)
        said = process.communicate()[1]
        if process.returncode != -signal.SIGKILL:
            fail(f"exo ended by itself with {process.returncode} in round {moment + 1}: {said[-1000:]}")
        progress.append(journal.read_on().ends - before)
    done, unknown = journal.of("done"), journal.of("begun", "unknown")
    print(f"killed {kills} times, each after {min(progress)} to {max(progress)} ends of its own: "
          f"{len(done)} of {count} done, {len(unknown)} begun without a known end")
    if min(progress) < 1 or not done or not unknown:
        fail("the kills fell on nothing")
    control("DELETE", "faults", {})
    second = exo(*words[1:], "--resume")
    if second.returncode not in (0, 2):
        fail(second.stderr)
    found = rows(second.stdout)
    open_names = {row["Target"] for row in found if row["Status"] == "unknown"}
    if len(open_names) != len(unknown) or any(row["Status"] not in ("done", "unknown") for row in found):
        fail(f"{len(open_names)} unknown in the report, {len(unknown)} in the journal; {second.stderr}")
    wanted = {f"c{number}" for number in range(count)}
    # What the report and the journal call done is in the emulator's log, once; of the rest nothing is but what was unknown.
    made = logged("before")
    if len(made) != len(set(made)) or wanted - open_names - set(made) or set(made) - wanted:
        fail(f"the emulator's log has {len(made)} creations of {len(set(made))} contacts, "
             f"and lacks {len(wanted - open_names - set(made))} that are called done")
    executed = open_names & set(made)
    third = exo(*words[1:], "--resume", "--retry-unknown")
    repeated = rows(third.stdout)
    if {row["Target"] for row in repeated} != open_names:
        fail("other rows than the unknown ones were repeated")
    there = {row["Target"] for row in repeated if row["Status"] == "failed"}
    if any("already" not in (row["Error"] or "").lower() and row["Code"] != "conflict" for row in repeated if row["Status"] == "failed"):
        fail(f"a repetition failed for another reason: {[row for row in repeated if row['Status'] == 'failed'][:3]}")
    if there != executed:
        fail(f"{len(there)} repetitions met what was there, and {len(executed)} of the unknown ones had been executed")
    listing = exo("Get-MailContact", "-ResultSize", "Unlimited", "--output", "ndjson")
    names = [row["Name"] for row in rows(listing.stdout) if row["Name"][1:].isdigit()]
    if len(names) != count or set(names) != wanted:
        fail(f"{len(names)} contacts, {len(wanted - set(names))} missing")
    made = logged("after")
    if len(made) != count or set(made) != wanted:
        fail(f"the emulator's log has {len(made)} creations of {len(set(made))} contacts")
    done, unknown = journal.read_on().of("done"), journal.of("begun", "unknown")
    if len(done) + len(there) != count or unknown:
        fail(f"the journal has {len(done)} done and {len(unknown)} unknown, {len(there)} were there already")
    print(f"{count} writes, killed {kills} times (seed {seed}): each made once; {len(open_names)} had been unknown, of which {len(there)} were made")


def tenants(work, calls=100_000, tasks=64):
    domains = [line.strip() for line in open(f"{work}/domains")]
    probe(domains)
    log_since(f"{work}/log", 0, 2)  # Those of the probe are behind us.
    begin = os.path.getsize(f"{work}/log")
    started = time.monotonic()
    run = subprocess.run([os.environ["CLIENT_CALLS"], "interleaved", str(calls), str(tasks), f"{work}/domains", f"{work}/secret"],
                         capture_output=True, text=True)
    if run.returncode != 0:
        fail(run.stderr[-2000:])
    seconds = time.monotonic() - started
    sent = {tenant: int(count) for tenant, count in (line.split() for line in run.stdout.splitlines())}
    if len(sent) != len(domains) or sum(sent.values()) < calls:
        fail(f"{sum(sent.values())} requests went to {len(sent)} tenants")
    # The emulator's own log: whose path each request had. A 200 says that its token was of that tenant (see probe).
    answered = {}
    for line in log_since(f"{work}/log", begin, sum(sent.values())):
        words = line.split(" ")
        parts = words[1].split("/") if len(words) > 2 else []
        if len(parts) < 4 or parts[1].lower() != "adminapi":
            continue
        if words[2] != "200":
            fail(f"the emulator refused: {line}")
        answered[parts[3].lower()] = answered.get(parts[3].lower(), 0) + 1
    if answered != sent:
        different = [tenant for tenant in {*answered, *sent} if answered.get(tenant) != sent.get(tenant)]
        fail(f"of {len(different)} tenants the emulator's log has another number of requests: {different[:3]}")
    print(f"{calls} calls over {len(domains)} connections by {tasks} tasks: no foreign row, cookie, token or host; "
          f"the emulator's log has the same {sum(sent.values())} requests to the same tenants; {seconds:.0f} s")
    fleet(work, domains)


def log_since(path, begin, count):
    """The lines that the emulator wrote since then, once those of so many requests to the service are there."""
    for _ in range(300):
        with open(path) as file:
            file.seek(begin)
            lines = file.read().split("\n")[:-1]
        if any("lines were dropped" in line for line in lines):
            fail("the emulator dropped lines of its log")
        if sum("/adminapi/" in line.lower() for line in lines) >= count:
            break
        time.sleep(0.1)
    return lines


def probe(domains):
    """Makes sure that the emulator tells a foreign token: else its log would prove nothing."""
    own, other = domains[1], domains[2]
    token = control("POST", "tokens", {"user": f"admin@{own}"})["access_token"]
    context = ssl.create_default_context(cafile=os.environ["EXO_CA_FILE"])

    def status(domain):
        address = f"{os.environ['EXO_EMULATOR_URL']}/{domain}/v2.0/.well-known/openid-configuration"
        tenant = json.loads(urllib.request.urlopen(address, context=context).read())["issuer"].split("/")[-2]
        request = urllib.request.Request(
            f"{os.environ['EXO_EMULATOR_URL']}/adminapi/beta/{tenant}/InvokeCommand",
            data=json.dumps({"CmdletInput": {"CmdletName": "Get-AcceptedDomain", "Parameters": {}}}).encode(),
            headers={"Content-Type": "application/json", "Authorization": f"Bearer {token}", "X-AnchorMailbox": f"UPN:admin@{own}"},
        )
        try:
            return urllib.request.urlopen(request, context=context).status
        except urllib.error.HTTPError as error:
            return error.code

    if status(own) != 200 or status(other) == 200:
        fail("the emulator takes a foreign token, or not its own")


def fleet(work, domains):
    """The same by the program: each row is of the tenant that it is labelled with."""
    outcome = exo("fleet", "run", "Get-AcceptedDomain", "--organizations-from", f"{work}/domains", "--parallel", "64", "--client-id",
                  "aaaaaaaa-0000-4000-8000-000000000002", "--client-secret-file", f"{work}/secret", "--output", "ndjson")
    if outcome.returncode != 0:
        fail(outcome.stderr[-2000:])
    seen = {}
    for row in rows(outcome.stdout):
        seen.setdefault(row["Connection"], []).append(row)
    if set(seen) != set(domains):
        fail(f"{len(seen)} of {len(domains)} connections gave rows")
    ids = {domain: {row["Tenant"] for row in own} for domain, own in seen.items()}
    for domain, own in seen.items():
        if any(row["DomainName"].split(".")[0] != domain.split(".")[0] for row in own) or len(ids[domain]) != 1:
            fail(f"{domain} saw {[row['DomainName'] for row in own]} of {ids[domain]}")
    if len({next(iter(tenant)) for tenant in ids.values()}) != len(domains):
        fail("two connections share a tenant")
    print(f"exo fleet run in {len(domains)} tenants: each row is of its own")


if sys.argv[1] == "killed":
    killed(sys.argv[2])
else:
    tenants(sys.argv[2])
