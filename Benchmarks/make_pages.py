#!/usr/bin/env python3
"""Writes prebuilt pages of Get-Mailbox replies and what a client needs beside them. Usage: make_pages.py FOLDER HOST PAGES"""

import base64
import json
import os
import sys
import time

folder, host, pages = sys.argv[1], sys.argv[2], int(sys.argv[3])
tenant = "11111111-1111-4111-8111-111111111111"
names = ["Adele Vance", "Zoë Åkesson", "Grégoire Lefèvre", "山田 太郎", "O'Brien \"Red\" \\ Co", "Søren Kjær"]


def row(number):
    """About 100 properties and 3.6 kB, with escapes, other scripts and the service's annotations."""
    name = names[number % len(names)]
    values = {
        "ExternalDirectoryObjectId": f"{number:08x}-0000-4000-8000-000000000000",
        "DisplayName": f"{name} {number}",
        "Alias": f"user{number}",
        "UserPrincipalName": f"user{number}@contoso.com",
        "EmailAddresses@odata.type": "#Collection(String)",
        "EmailAddresses": [f"SMTP:user{number}@contoso.com", f"smtp:u{number}@contoso.onmicrosoft.com"],
        "WhenCreatedUTC@data.type": "System.DateTime",
        "WhenCreatedUTC": "2026-01-31T10:00:00.0000000Z",
        "ProhibitSendQuota": "99 GB (106,300,440,576 bytes)",
        "RecipientTypeDetails": "UserMailbox",
        "ExchangeGuid@data.type": "System.Guid",
        "ExchangeGuid@odata.type": "#Guid",
        "ExchangeGuid": f"{number:08x}-1111-4000-8000-000000000000",
    }
    for place in range(30):
        values[f"Setting{place:02}Enabled"] = (number + place) % 2 == 0
    for place in range(30):
        values[f"Attribute{place:02}"] = f"value {number} of attribute {place}, {name}"
    for place in range(25):
        values[f"Property{place:02}"] = None if place % 3 else f"line one\r\nline two of {number}"
    values["PrimarySmtpAddress"] = f"user{number}@contoso.com"
    return values


os.makedirs(f"{folder}/page", exist_ok=True)
rows = json.dumps([row(number) for number in range(1000)], ensure_ascii=False, separators=(",", ":"))
base = f"https://{host}/adminapi/beta/{tenant}"
for page in range(pages):
    head = f'{{"@odata.context":"{base}/$metadata#Collection(Exchange.GenericHashTable)",'
    if page + 1 < pages:
        head += f'"@odata.nextLink":"{base}/InvokeCommand?page={page + 1}",'
    head += '"adminapi.warnings@odata.type":"#Collection(String)","@adminapi.warnings":[],"value":'
    with open(f"{folder}/page/{page}.json", "w", encoding="utf-8") as file:
        file.write(head + rows + "}")
with open(f"{folder}/banner.json", "w", encoding="utf-8") as file:
    json.dump({"sessionType": "AutogenSession", "moduleBannerContent": ""}, file)


def part(value):
    return base64.urlsafe_b64encode(json.dumps(value).encode()).rstrip(b"=").decode()


now = int(time.time())
claims = {
    "aud": "https://outlook.office365.com", "iss": f"https://sts.windows.net/{tenant}/", "iat": now, "nbf": now - 300,
    "exp": now + 86400, "appid": "aaaaaaaa-0000-4000-8000-000000000001", "idtyp": "user", "oid": tenant, "tid": tenant,
    "upn": "admin@contoso.com", "scp": "Exchange.Manage", "ver": "1.0", "wids": ["29232cdf-9323-42fd-ade2-1d097af3e4de"],
}
descriptor = os.open(f"{folder}/token", os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
with os.fdopen(descriptor, "w") as file:
    file.write(f"{part({'alg': 'RS256', 'typ': 'JWT'})}.{part(claims)}.{part('no signature')}\n")
print(f"{pages} pages of {os.path.getsize(f'{folder}/page/0.json') / 1e6:.2f} MB, {len(row(0))} members a row")
