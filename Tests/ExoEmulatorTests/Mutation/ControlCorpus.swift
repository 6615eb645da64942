import ExoJSON
import HTTPServer
import TestSupport
import Testing

@testable import EmulatorCore
@testable import ExoEmulator

/// One valid call, at least, for everything the control API does, with an emulator of its own to do it to.
struct ControlCorpus {
    let emulator: Emulator
    /// Calls that are quick, and after which the emulator can be asked on.
    private(set) var samples: [MutationSample] = []
    /// Calls that make keys, or replace the whole store.
    private(set) var heavySamples: [MutationSample] = []
    private let browser: MutationBrowser

    init() throws {
        emulator = try Emulator(.temporary())
        browser = MutationBrowser(emulator)
        for target in [
            "clock", "settings", "keys", "users/adele@contoso.com", "tenants", "policies",
            "policies?tenant=contoso.com",
            "relationships", "issuers", "federation/.well-known/openid-configuration", "federation/keys",
            "requests?text=users&limit=5", "faults", "status",
            "signins?tenant=contoso.com&outcome=failed&code=50126&limit=5",
        ] { samples.append(call("GET", target)) }
        addChanges()
        try addOthers()
        heavySamples = [
            call("GET", "export"), call("POST", "reset", [:]), call("POST", "keys/rotate", [:]),
            call("POST", "keys/retire", [:]),
            call("POST", "seed", ["users": 3, "applications": 2, "mailboxes": true, "number": 5]),
            call("POST", "import", try smallExport()),
        ]
    }

    private func call(
        _ method: String,
        _ target: String,
        _ body: JSONValue? = nil,
        secrets: [String] = []
    ) -> MutationSample {
        MutationSample(
            name: "\(method) \(target)",
            request: browser.request(method, "/_emulator/\(target)", json: body),
            secrets: secrets
        )
    }

    private mutating func addChanges() {
        let password = "Another-Passw0rd"
        samples += [
            call("POST", "clock", ["advanceSeconds": 90]),
            call("POST", "clock", ["freezeAt": "2026-01-31T10:00:00Z"]),
            call("POST", "clock", ["reset": true]),
            call("PATCH", "settings", ["tokenLifetime": 600, "errorShape": "J", "sendsSlowDown": true]),
            call(
                "POST",
                "settings",
                ["tokenLifetime": nil, "cursorLifetime": 60, "cloudShellUser": "admin@contoso.com"]
            ),
            call(
                "POST",
                "faults",
                [
                    "target": "/common", "skip": 1, "times": 2, "status": 429, "headers": ["Retry-After": "1"],
                    "body": "x",
                ]
            ),
            call("POST", "faults", ["target": "/common", "delaySeconds": 1, "cutAfter": 5, "noReply": true]),
            call(
                "POST",
                "faults",
                [
                    "kind": "throttled", "service": "exchange", "cmdlet": "Get-Mail*", "tenant": "contoso.com",
                    "caller": "admin@contoso.com", "every": 3, "probability": 0.5, "seed": 7, "seconds": 1.5,
                    "retryAfter": "date",
                ]
            ),
            call("DELETE", "faults", [:]),
            call(
                "PATCH",
                "users/adele@contoso.com",
                [
                    "accountEnabled": true, "isLocked": false, "passwordExpired": false, "password": .string(password),
                    "oneTimePasswordSecret": "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP",
                ],
                secrets: [password, "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"]
            ),
            call("POST", "users/adele@contoso.com/revoke", [:]),
            call("PATCH", "tenants/contoso.com", ["allowsUserConsent": false]),
            call(
                "PUT",
                "policies",
                [
                    "tenant": "contoso.com", "displayName": "Block all", "state": "disabled",
                    "conditions": [
                        "users": ["includeUsers": ["All"]], "applications": ["includeApplications": ["All"]],
                        "clientAppTypes": ["all"],
                    ],
                    "grantControls": ["operator": "OR", "builtInControls": ["block"]],
                    "sessionControls": ["signInFrequency": ["value": 1, "type": "hours", "isEnabled": true]],
                ]
            ),
            call(
                "PUT",
                "relationships",
                [
                    "customer": "fabrikam.com", "partner": "contoso.com", "principal": "adele@contoso.com",
                    "roles": [.string(DirectoryRoleID.globalReader)], "expiresOn": "2030-01-31T10:00:00Z",
                ]
            ),
            call("DELETE", "requests", [:]),
            call("DELETE", "signins", [:]),
        ]
    }

    private mutating func addOthers() throws {
        let keys = try browser.json(browser.request("GET", "/_emulator/federation/keys"))
        samples += [
            call("POST", "tokens", ["kind": "expired", "tenant": "contoso.com", "claims": ["scp": "x"]]),
            call("POST", "tokens", ["user": "admin@contoso.com", "resource": "https://outlook.office365.com"]),
            call("PUT", "issuers", ["issuer": "https://issuer.example", "keys": .object(keys)]),
            call(
                "POST",
                "federation/assertions",
                ["subject": "main", "audience": "api://x", "lifetimeSeconds": 60, "claims": ["ref": "main"]]
            ),
        ]
    }

    // The tenants alone: a whole store is too much to damage often.
    private func smallExport() throws -> JSONValue {
        var document = try browser.json(browser.request("GET", "/_emulator/export"))
        var tables = try #require(document["tables"]?.objectValue)
        tables.members.removeAll { $0.name != "tenant" }
        document["tables"] = .object(tables)
        return .object(document)
    }
}
