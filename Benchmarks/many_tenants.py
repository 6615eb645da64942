"""Many tenants for the emulator. Usage: many_tenants.py EXPORT COUNT > DOCUMENT copies contoso under names of their own;
many_tenants.py ask DOCUMENT lists the mailboxes of each as its administrator (EXO_EMULATOR_URL, EXO_CA_FILE);
many_tenants.py list DOCUMENT prints a domain of each."""

import http.client
import json
import os
import ssl
import sys
import uuid

CONTOSO = "11111111-1111-4111-8111-111111111111"
COPIED = ["tenant", "domain", "service_principal", "user", "directory_group", "group_member", "user_manager", "role_assignment", "app_role_assignment", "exchange_object"]


def many(document, count):
    tables = document["tables"]
    guids = set()
    for name, column in [("service_principal", "object_id"), ("user", "id"), ("directory_group", "id"), ("exchange_object", "guid")]:
        place = tables[name]["columns"].index(column)
        guids |= {row[place] for row in tables[name]["rows"]}
    own = {name: [row for row in tables[name]["rows"] if CONTOSO in row] for name in COPIED}
    people = {row[0] for row in own["user"]} | {row[0] for row in own["directory_group"]}
    for name in ["group_member", "user_manager"]:
        own[name] = [row for row in tables[name]["rows"] if row[0] in people and row[1] in people]
    holders = people | {row[0] for row in own["service_principal"]}
    own["role_assignment"] = [row for row in own["role_assignment"] if row[1] in holders]
    sequence = max(row[0] for row in tables["exchange_object"]["rows"])
    for number in range(1, count):
        words = {guid: str(uuid.uuid5(uuid.UUID(guid), str(number))) for guid in guids}
        words[CONTOSO] = str(uuid.uuid5(uuid.UUID(CONTOSO), str(number)))
        words["contoso"] = f"tenant{number:04}"
        for name in COPIED:
            text = json.dumps(own[name])
            for old, new in words.items():
                text = text.replace(old, new)
            rows = json.loads(text)
            if name == "exchange_object":
                for row in rows:
                    sequence += 1
                    row[0] = sequence
            tables[name]["rows"] += rows
    write = lambda value: json.dumps(value, separators=(",", ":"))
    # The lines that an export has, which large documents need.
    head = ",".join(f"{write(name)}:{write(value)}" for name, value in document.items() if name != "tables")
    lines = []
    for name, table in tables.items():
        rows = "\n" + ",\n".join(map(write, table["rows"])) + "\n" if table["rows"] else ""
        lines.append(f"{write(name)}:" + '{"columns":' + write(table["columns"]) + ',"rows":[' + rows + "]}")
    print("{" + head + ',"tables":{\n' + ",\n".join(lines) + "\n}}")


def ask(document):
    port = int(os.environ["EXO_EMULATOR_URL"].rsplit(":", 1)[1])
    context = ssl.create_default_context(cafile=os.environ["EXO_CA_FILE"])
    connection = http.client.HTTPSConnection("localhost", port, context=context)

    def post(target, body, **headers):
        connection.request("POST", target, body=json.dumps(body), headers={"Content-Type": "application/json", **headers})
        response = connection.getresponse()
        content = json.loads(response.read())
        if response.status != 200:
            sys.exit(f"{target}: {response.status} {content}")
        return content

    for tenant, _, initial, *_ in document["tables"]["tenant"]["rows"]:
        if initial.startswith("fabrikam"):
            continue
        name = "contoso.com" if tenant == CONTOSO else initial.split(".")[0] + ".com"
        token = post("/_emulator/tokens", {"user": f"admin@{name}"})["access_token"]
        rows = post(
            f"/adminapi/beta/{tenant}/InvokeCommand",
            {"CmdletInput": {"CmdletName": "Get-Mailbox", "Parameters": {"ResultSize": "Unlimited"}}},
            Authorization=f"Bearer {token}",
            **{"X-AnchorMailbox": f"UPN:admin@{name}"},
        )["value"]
        if len(rows) < 10:
            sys.exit(f"{name}: {len(rows)} mailboxes")


def names(document):
    for tenant, _, initial, *_ in document["tables"]["tenant"]["rows"]:
        if not initial.startswith("fabrikam"):
            print("contoso.com" if tenant == CONTOSO else initial.split(".")[0] + ".com")


if sys.argv[1] == "list":
    with open(sys.argv[2]) as file:
        names(json.load(file))
elif sys.argv[1] == "ask":
    with open(sys.argv[2]) as file:
        ask(json.load(file))
else:
    with open(sys.argv[1]) as file:
        many(json.load(file), int(sys.argv[2]))
