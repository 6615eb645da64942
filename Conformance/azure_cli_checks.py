"""Azure CLI: the public cloud as it is, and the emulator as a cloud of its own."""

import json
import os
import re
import subprocess

import registrations
from common import (
    ADMIN, DOMAIN, EXCHANGE, PASSWORD, SECRET, SECRET_APP, TENANT, URL, WORK, apart, elsewhere, payload,
    works_for_application,
)
from material import certificate
from person import Person

AZ = os.path.abspath(".build/conformance/azure-cli/bin/az")


class AzureCLI:
    """The command line with a folder of its own."""

    def __init__(self, name, **variables):
        self.environment = {
            **os.environ, "AZURE_CONFIG_DIR": str(WORK / f"azure-{name}"),
            "AZURE_CORE_COLLECT_TELEMETRY": "false", "AZURE_CORE_NO_COLOR": "true", "AZURE_CORE_ONLY_SHOW_ERRORS": "true",
            "AZURE_CORE_LOGIN_EXPERIENCE_V2": "off", "PYTHONWARNINGS": "ignore", **variables,
        }

    def run(self, *arguments, status=0):
        """Runs a command and returns what it printed, as JSON where it is."""
        done = subprocess.run([AZ, *arguments], capture_output=True, text=True, timeout=100, env=self.environment)
        assert done.returncode == status, f"az {' '.join(arguments)}: {done.returncode}\n{done.stdout}{done.stderr}"
        if status:
            return done.stderr
        return json.loads(done.stdout) if done.stdout.strip() else None

    def exchange_token(self):
        """A token for Exchange, as an administrator's script asks for it."""
        reply = self.run("account", "get-access-token", "--resource", EXCHANGE)
        assert reply["tenant"] == TENANT and reply["tokenType"] == "Bearer" and reply["expires_on"], reply.keys()
        return reply["accessToken"]

    def cmdlet(self, base):
        """Get-Mailbox by hand."""
        body = {"CmdletInput": {"CmdletName": "Get-Mailbox", "Parameters": {"Identity": "adele@contoso.com"}}}
        reply = self.run(
            "rest", "--method", "post", "--uri", f"{base}/adminapi/beta/{TENANT}/InvokeCommand", "--resource", EXCHANGE,
            "--headers", f"X-AnchorMailbox=UPN:{ADMIN}", "Content-Type=application/json", "--body", json.dumps(body),
        )
        assert [mailbox["PrimarySmtpAddress"] for mailbox in reply["value"]] == ["adele@contoso.com"], reply


@apart
def check_service_principal_with_secret():
    """The public cloud, unchanged."""
    az = AzureCLI("secret")
    logged_in = az.run(
        "login", "--service-principal", "--username", SECRET_APP, "--password", SECRET, "--tenant", DOMAIN,
        "--allow-no-subscriptions",
    )
    assert logged_in[0]["user"] == {"name": SECRET_APP, "type": "servicePrincipal"}, logged_in
    token = az.exchange_token()
    works_for_application(token)
    az.cmdlet(EXCHANGE)
    said = AzureCLI("wrong").run(
        "login", "--service-principal", "--username", SECRET_APP, "--password", "wrong", "--tenant", DOMAIN, status=1
    )
    assert "AADSTS7000215" in said, said


@apart
def check_service_principal_with_certificate():
    az = AzureCLI("certificate")
    client = registrations.automation()[0].id
    az.run(
        "login", "--service-principal", "--username", client, "--certificate", str(certificate().pem_file), "--tenant", TENANT,
        "--allow-no-subscriptions",
    )
    token = az.exchange_token()
    assert payload(token)["appidacr"] == "2", payload(token)
    works_for_application(token)
    az.cmdlet(EXCHANGE)


def signed_in_as_administrator(az):
    """Who is signed in reads the directory; for Exchange the service does not let Azure CLI act for people."""
    me = az.run("rest", "--method", "get", "--uri", "https://graph.microsoft.com/v1.0/me")
    assert me["userPrincipalName"] == ADMIN, me
    assert "AADSTS65002" in az.run("account", "get-access-token", "--resource", EXCHANGE, status=1)


@apart
def check_user_name_and_password():
    az = AzureCLI("password")
    accounts = az.run("login", "--username", ADMIN, "--password", PASSWORD, "--allow-no-subscriptions")
    assert TENANT in [account["tenantId"] for account in accounts], accounts
    signed_in_as_administrator(az)


def device_login(az, *arguments):
    """Logs in by a device code, which a person reads off the screen."""
    running = subprocess.Popen(
        [AZ, "login", "--use-device-code", "--allow-no-subscriptions", *arguments], stdout=subprocess.PIPE,
        stderr=subprocess.PIPE, text=True, env={**az.environment, "AZURE_CORE_ONLY_SHOW_ERRORS": "false"},
    )
    try:
        shown = ""
        while not (found := re.search(r"(https://\S+) and enter the code (\S+) ", shown)):
            line = running.stderr.readline()
            assert line, f"az shows no code: {shown}"
            shown += line
        Person().enter_device_code(*found.groups())
        output, errors = running.communicate(timeout=60)
        assert running.returncode == 0, errors
        return json.loads(output)
    finally:
        running.kill()


@apart
def check_device_code():
    az = AzureCLI("device")
    accounts = device_login(az)
    assert accounts[0]["user"]["name"] == ADMIN, accounts
    signed_in_as_administrator(az)


def check_own_cloud():
    """az cloud register with the emulator's endpoints alone, and sign-in there."""
    base = elsewhere()
    az = AzureCLI("cloud", AZURE_CORE_INSTANCE_DISCOVERY="false")
    az.run("cloud", "register", "--name", "emulator", "--endpoint-resource-manager", base)
    endpoints = az.run("cloud", "show", "--name", "emulator")["endpoints"]
    assert endpoints["activeDirectory"].rstrip("/") == base, endpoints
    az.run("cloud", "set", "--name", "emulator")
    az.run(
        "login", "--service-principal", "--username", SECRET_APP, "--password", SECRET, "--tenant", TENANT,
        "--allow-no-subscriptions",
    )
    works_for_application(az.exchange_token())
    az.cmdlet(URL)
    assert az.run("account", "list")[0]["cloudName"] == "emulator"


@apart
def check_directory():
    """az ad: an application with a service principal and a secret, and sign-in with it."""
    az = AzureCLI("directory")
    az.run("login", "--username", ADMIN, "--password", PASSWORD, "--allow-no-subscriptions")
    made = az.run("ad", "app", "create", "--display-name", "CLI automation", "--sign-in-audience", "AzureADMyOrg")
    principal = az.run("ad", "sp", "create", "--id", made["appId"])
    assert principal["appId"] == made["appId"], principal
    secret = az.run("ad", "app", "credential", "reset", "--id", made["appId"], "--append")
    assert secret["appId"] == made["appId"] and secret["tenant"] == TENANT, sorted(secret)
    assert made["appId"] in [one["appId"] for one in az.run("ad", "app", "list", "--display-name", "CLI automation")]
    assert az.run("ad", "signed-in-user", "show")["userPrincipalName"] == ADMIN
    other = AzureCLI("directory-application")
    other.run(
        "login", "--service-principal", "--username", made["appId"], "--password", secret["password"], "--tenant", TENANT,
        "--allow-no-subscriptions",
    )
    assert payload(other.exchange_token())["appid"] == made["appId"]
    az.run("ad", "app", "delete", "--id", made["appId"])
