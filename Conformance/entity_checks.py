"""python-odata, requests and httpx read the entities of the admin API as clients of any OData service do."""

import asyncio
import base64
import xml.etree.ElementTree as xml

import httpx
from odata import ODataService
from odata.flags import ODataServerFlags

from common import ADMIN, CA, TENANT, URL, control, session

ROOT = f"{URL}/adminapi/beta/{TENANT}"
EDM = "{http://docs.oasis-open.org/odata/ns/edm}"


def token(**more):
    return control("POST", "tokens", {"kind": "none", "user": ADMIN, **more})["access_token"]


def signed_in():
    """A session of requests with a token and nothing else that a service does not ask for."""
    made = session()
    made.headers["Authorization"] = f"Bearer {token()}"
    return made


def key(identity):
    return base64.b64encode(identity.encode()).decode()


def invoked(client, cmdlet, **parameters):
    """The rows of a cmdlet, by the other door."""
    answer = client.post(f"{ROOT}/InvokeCommand", headers={"X-AnchorMailbox": f"UPN:{ADMIN}"},
                         json={"CmdletInput": {"CmdletName": cmdlet, "Parameters": parameters}})
    assert answer.status_code == 200, answer.text
    return answer.json()["value"]


def service(client):
    return ODataService(ROOT, session=client, reflect_entities=True, quiet_progress=True,
                        server_flags=ODataServerFlags(skip_null_properties=True))


def check_python_odata_reflects_and_queries():
    """Classes are made of $metadata alone; a query with filter, order, selection and limit finds what the cmdlet finds."""
    client = signed_in()
    found = service(client)
    assert len(found.entities) > 50, sorted(found.entities)
    mailbox = found.entities["Mailbox"]
    everybody = invoked(client, "Get-Mailbox", ResultSize="Unlimited")
    listed = found.query(mailbox).all()
    assert sorted(one.Alias for one in listed) == sorted(one["Alias"] for one in everybody)
    shared = found.query(mailbox).filter(mailbox.RecipientTypeDetails == "SharedMailbox").all()
    assert {one.Alias for one in shared} == \
        {one["Alias"] for one in everybody if one["RecipientTypeDetails"] == "SharedMailbox"}
    ordered = found.query(mailbox).order_by(mailbox.DisplayName.desc()).limit(3).all()
    assert [one.DisplayName for one in ordered] == \
        sorted((one["DisplayName"] for one in everybody), key=str.lower, reverse=True)[:3]
    begins = found.query(mailbox).filter(mailbox.DisplayName.startswith("A")).all()
    assert {one.Alias for one in begins} == {one["Alias"] for one in everybody if one["DisplayName"].startswith("A")}
    recipients = found.query(found.entities["Recipient"]).all()
    assert len(recipients) >= len(everybody)


def check_requests_walks_pages_of_any_size():
    """Next links are followed with GET, whatever the size of a page; nobody is lost and nobody is there twice."""
    client = signed_in()
    whole = [one["ObjectKey"] for one in client.get(f"{ROOT}/Recipient?PropertySet=All").json()["value"]]
    for size in (1, 2, 7):
        link, walked = f"{ROOT}/Recipient?$select=Name", []
        while link:
            answer = client.get(link, headers={"Prefer": f"odata.maxpagesize={size}"})
            assert answer.status_code == 200 and len(answer.json()["value"]) <= size, answer.text
            walked += [one["ObjectKey"] for one in answer.json()["value"]]
            link = answer.json().get("@odata.nextLink")
        assert walked == whole, size
    assert int(client.get(f"{ROOT}/Recipient/$count").text) == len(whole)


def check_httpx_reads_everybodys_rights_at_once():
    """Many requests on one HTTP/2 or HTTP/1.1 connection pool, each for the rights on one mailbox."""

    async def run():
        import ssl

        trust = ssl.create_default_context(cafile=CA)
        headers = {"Authorization": f"Bearer {token()}"}
        async with httpx.AsyncClient(verify=trust, headers=headers, trust_env=False) as client:
            listed = (await client.get(f"{ROOT}/Mailbox", params={"$select": "UserPrincipalName,ExternalDirectoryObjectId"}))
            mailboxes = listed.json()["value"]
            asked = [client.get(f"{ROOT}/Mailbox('{key(one['UserPrincipalName'])}')/MailboxPermission",
                                params={"isEncoded": "true"}) for one in mailboxes]
            for answer in await asyncio.gather(*asked):
                assert answer.status_code == 200, answer.text
                assert any(one["User"] == "NT AUTHORITY\\SELF" for one in answer.json()["value"]), answer.text

    asyncio.run(run())


def check_the_model_names_every_member_that_answers_have():
    """Each member of an answer is a property of its type in $metadata, and of the JSON type that the model says."""
    client = signed_in()
    model = xml.fromstring(client.get(f"{ROOT}/$metadata").content)
    types = {"Edm.String": str, "Edm.Boolean": bool, "Edm.Int32": int, "Edm.Int16": int, "Edm.Int64": int, "Edm.Guid": str}
    for name in ("Mailbox", "Recipient", "CasMailbox"):
        entity = next(one for one in model.iter(f"{EDM}EntityType") if one.get("Name") == name)
        declared = {one.get("Name"): one.get("Type") for one in entity.iter(f"{EDM}Property")}
        rows = client.get(f"{ROOT}/{name}?PropertySet=All").json()["value"]
        assert rows, name
        for row in rows:
            for member, value in row.items():
                kind = declared[member]
                if kind.startswith("Collection("):
                    assert isinstance(value, list) and None not in value, (member, value)
                else:
                    assert value is None or type(value) is types[kind], (member, kind, value)


def check_refusals_are_documents():
    """What is refused says why, in the form of OData errors, whichever client asks."""
    client = signed_in()
    for path, status in (("Mailbox('nobody')", 404), ("Mailbox?$filter=Bogus eq 1", 400), ("Nothing", 404),
                         ("Mailbox('x", 400), ("Mailbox?$top=x", 400), ("Mailbox?$select=Bogus", 400)):
        answer = client.get(f"{ROOT}/{path}")
        assert answer.status_code == status, (path, answer.status_code, answer.text)
        assert answer.json()["error"]["code"] and answer.json()["error"]["message"], answer.text
    client.headers.pop("Authorization")
    assert client.get(f"{ROOT}/Mailbox").status_code == 401


def check_one_batch_for_many():
    """Entities and cmdlets in one request, answered in their order."""
    client = signed_in()
    calls = [{"id": str(number), "method": "GET", "url": f"{ROOT}/Mailbox('{key(ADMIN)}')?isEncoded=true"}
             for number in range(5)]
    calls.append({"id": "last", "method": "POST", "url": f"{ROOT}/InvokeCommand",
                  "headers": {"Content-Type": "application/json"},
                  "body": {"CmdletInput": {"CmdletName": "Get-AcceptedDomain", "Parameters": {}}}})
    answer = client.post(f"{ROOT}/$batch", json={"requests": calls}).json()["responses"]
    assert [one["id"] for one in answer] == [one["id"] for one in calls]
    assert all(one["status"] == 200 for one in answer), answer
    assert answer[0]["body"]["UserPrincipalName"] == ADMIN
