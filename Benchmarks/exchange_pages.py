"""Reads a listing of the emulator's Exchange page by page and drops it. Usage: exchange_pages.py BODY [clixml]
Prints rows' bytes, pages, seconds and the emulator's peak memory. From the environment: EXO_EMULATOR_URL, EXO_CA_FILE, EXO_BENCHMARK_TOKEN, EXO_BENCHMARK_TENANT."""

import http.client
import os
import re
import ssl
import sys
import time

url = os.environ["EXO_EMULATOR_URL"]
tenant = os.environ["EXO_BENCHMARK_TENANT"]
headers = {
    "Authorization": "Bearer " + os.environ["EXO_BENCHMARK_TOKEN"],
    "Content-Type": "application/json",
    "X-AnchorMailbox": "UPN:admin@contoso.com",
    "X-ResponseFormat": sys.argv[2] if len(sys.argv) > 2 else "json",
    "Prefer": "odata.maxpagesize=1000",
}
context = ssl.create_default_context(cafile=os.environ["EXO_CA_FILE"])
connection = http.client.HTTPSConnection("localhost", int(url.rsplit(":", 1)[1]), context=context)
buffer = memoryview(bytearray(1 << 20))
target, size, pages, first = f"/adminapi/beta/{tenant}/InvokeCommand", 0, 0, None
begin = time.monotonic()
while target:
    connection.request("POST", target, body=sys.argv[1], headers=headers)
    response = connection.getresponse()
    count = response.readinto(buffer)
    start = bytes(buffer[:count][:4096])
    if response.status != 200:
        sys.exit(start.decode(errors="replace"))
    while count:
        size += count
        count = response.readinto(buffer)
    first = first or time.monotonic() - begin
    pages += 1
    link = re.search(rb'"@odata.nextLink":"https://[^/"]*([^"]*)"', start)
    target = link.group(1).decode() if link else None
print(size, pages, f"{time.monotonic() - begin:.3f} {first:.4f}")
