"""Makes recorded-requests.jsonl out of a recording of the official module and of .NET clients.

Usage: extract_recorded.py RECORDING.jsonl > recorded-requests.jsonl

Kept is every ordinary request to the authority and to managed identities, once for each form it takes. Left out are
requests to Exchange, answers sent to the client's own listener, WS-Trust, and authorities that are no tenant (/adfs, /aad).
What differs from run to run stands in braces: {tid}, {oid}, {app} are ids, {base} is the emulator with its scheme.
"""

import json
import sys

IDS = {
    "11111111-2222-3333-4444-555555555555": "{tid}",
    "22222222-2222-3333-4444-555555555555": "{app}",
    "33333333-2222-3333-4444-555555555555": "{oid}",
}
VARYING = {"Content-Length", "Connection", "Host"}


def template(value):
    """The value with ids as placeholders."""
    text = json.dumps(value)
    for identifier, placeholder in IDS.items():
        text = text.replace(identifier, placeholder)
    return json.loads(text)


def is_ordinary(request):
    path, host = request["path"].lower(), request["headers"].get("Host", "")
    return bool(host) and not any(
        part in path for part in ("/adminapi/", "/adfs/", "/aad/", "99999999-", "/mex")
    )


def form(request):
    """What makes two requests the same: everything but opaque values."""
    body = request["body"]
    if isinstance(body, dict):
        assertion = body.get("client_assertion")
        telling = ("client_id", "scope", "grant_type", "claims", "resource")
        body = {name: value for name, value in body.items() if name in telling}
        body["assertion"] = sorted(assertion["header"]) if isinstance(assertion, dict) else None
    headers = sorted(name for name in request["headers"] if name not in VARYING)
    names = sorted(request["body"] or {})
    return json.dumps([request["method"], request["path"], request["headers"]["Host"], headers, body, names])


def main(file):
    kept, assertion = {}, None
    for line in open(file, encoding="utf-8"):
        row = json.loads(line)
        body = row["request"]["body"] or {}
        if isinstance(body, dict) and "client_assertion" in body:
            # The recording describes the module's assertion once and refers to it afterwards.
            assertion = assertion or body["client_assertion"]
            if isinstance(body["client_assertion"], str):
                body["client_assertion"] = assertion
        request = template(row["request"])
        form_of_device = (request["body"] or {}).get("grant_type") == "device_code"
        if not is_ordinary(row["request"]) or form_of_device and "device_code" not in request["body"]:
            continue
        kept.setdefault(form(request), {"seen": 0, "scenario": row["scenario"], **request})["seen"] += 1
    for row in kept.values():
        host = row["headers"].pop("Host")
        row["headers"] = {name: value for name, value in row["headers"].items() if name not in VARYING}
        print(json.dumps({**row, "host": host}, ensure_ascii=False))


if __name__ == "__main__":
    main(sys.argv[1])
