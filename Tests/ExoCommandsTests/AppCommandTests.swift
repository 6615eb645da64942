import ExoCommands
import ExoCrypto
import ExoJSON
import TestSupport
import Testing

#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif

/// Applications registered against the emulated tenant.
struct AppCommandTests {
    private let tenant: TenantRun
    private var run: TestRun { tenant.run }

    init() throws { tenant = try TenantRun() }

    private func text(_ object: JSONObject, _ name: String) throws -> String {
        try #require(object[name]?.stringValue, "\(name) is missing")
    }

    private func application(_ name: String = "Nightly report", _ words: String...) async throws -> JSONObject {
        let outcome = await run.run(["app", "register", name, "--app-only"] + words)
        try #require(outcome.code == .done, "\(outcome.errors)")
        return try #require(try JSONValue(parsing: outcome.output).objectValue)
    }

    @Test func registersAnApplicationThatThenRunsACmdlet() async throws {
        let made = try await application("Nightly report", "--grant")
        #expect(made["Granted"] == ["Exchange.ManageAsApp"] && made["NotGranted"] == [])
        #expect(made["DirectoryRoles"] == ["Exchange Administrator"])
        #expect(try text(made, "TenantId") == TenantRun.contoso)
        let appID = try text(made, "AppId")
        let file = run.folder + "/report.secret"
        let secret = try await tenant.app("secret", appID, "--write-secret", file)
        #expect(secret["SecretFile"] == .string(file) && secret["SecretText"] == nil)
        #expect(try tenant.mode(file) == "600")
        let reply = try await tenant.form(
            "grant_type=client_credentials&client_id=\(appID)&client_secret=\(try tenant.content(file))"
                + "&scope=https://outlook.office365.com/.default"
        )
        run.environment["EXO_ACCESS_TOKEN"] = try #require(reply["access_token"]?.stringValue)
        let ran = await run("Get-OrganizationConfig", "--organization", "contoso.onmicrosoft.com")
        #expect(ran.code == .done, "\(ran.errors)")
    }

    @Test func registersAPublicClientForUsers() async throws {
        let made = try await tenant.app("register", "Helpdesk", "--grant")
        #expect(made["PublicClient"] == true)
        #expect(made["NotGranted"] == [] && made["DirectoryRoles"] == [])
        #expect(Set(made["Granted"]?.arrayValue?.compactMap(\.stringValue) ?? []) == ["Exchange.Manage", "User.Read"])
        let reply = try await tenant.form(
            "grant_type=password&client_id=\(try text(made, "AppId"))&username=admin@contoso.com"
                + "&password=Emulator-Passw0rd&scope=https://outlook.office365.com/.default"
        )
        run.environment["EXO_ACCESS_TOKEN"] = try #require(reply["access_token"]?.stringValue, "\(reply.text())")
        let ran = await run("Get-OrganizationConfig", "--user-principal-name", "admin@contoso.com")
        #expect(ran.code == .done, "\(ran.errors)")
    }

    @Test func leavesConsentToALinkWhereItIsNotAskedFor() async throws {
        let outcome = await run("app", "register", "Nightly report", "--app-only")
        let made = try #require(try JSONValue(parsing: outcome.output).objectValue)
        #expect(made["NotGranted"] == ["Exchange.ManageAsApp"] && made["DirectoryRoles"] == [])
        let appID = try text(made, "AppId")
        let link = "https://localhost:8443/\(TenantRun.contoso)/adminconsent?client_id=\(appID)"
        #expect(made["AdminConsent"] == .string(link))
        #expect(outcome.errors.contains(link) && outcome.errors.contains("exo app grant \(appID)"))
        let granted = try await tenant.app("grant", "Nightly report", "--role", "Global Reader")
        #expect(granted["Granted"] == ["Exchange.ManageAsApp"] && granted["DirectoryRoles"] == ["Global Reader"])
    }

    @Test func makesAKeyWhoseCertificateTheApplicationHas() async throws {
        let file = run.folder + "/report.pem"
        let outcome = await run("app", "register", "Nightly report", "--app-only", "--write-key", file, "--days", "90")
        let made = try #require(try JSONValue(parsing: outcome.output).objectValue)
        for path in [file, run.folder + "/report.crt"] { #expect(try tenant.mode(path) == "600") }
        let pem = try tenant.content(file)
        #expect(pem.contains("PRIVATE KEY") && pem.contains("BEGIN CERTIFICATE"))
        #expect(try !tenant.content(run.folder + "/report.crt").contains("PRIVATE KEY"))
        #expect(!(outcome.output + outcome.errors).contains("PRIVATE KEY"))
        let certificate = try Certificate(pem: Array(pem.utf8))
        #expect(try RSAPrivateKey(pem: Array(pem.utf8)).publicKey == certificate.publicKey)
        #expect(try text(made, "Thumbprint") == Hex.encode(try certificate.sha1Thumbprint))
        #expect(made["Certificates"]?.arrayValue?.count == 1)
        let days = try certificate.notAfter.timeIntervalSince(run.clock.date) / 86_400
        #expect(days.rounded() == 90)
    }

    @Test func addsAndRemovesCertificatesAndKeepsTheOthers() async throws {
        let appID = try text(try await application(), "AppId")
        let first = try await tenant.app("certificate", appID, "--write-key", run.folder + "/a.pem")
        let second = try await tenant.app("certificate", appID, "--write-key", run.folder + "/b.pem")
        #expect(try text(first, "Thumbprint") != text(second, "Thumbprint"))
        #expect(try await tenant.app("show", appID)["Certificates"]?.arrayValue?.count == 2)
        let again = await run("app", "certificate", appID, "--add", run.folder + "/a.crt")
        #expect(again.code == .done && again.errors.contains("had the certificate"), "\(again.errors)")
        let thumbprint = try text(first, "Thumbprint")
        let removed = await run("app", "certificate", appID, "--remove", thumbprint)
        #expect(removed.code == .done, "\(removed.errors)")
        let left = try await tenant.app("show", appID)["Certificates"]?.arrayValue ?? []
        #expect(left.count == 1)
        #expect(await run("app", "certificate", appID, "--remove", thumbprint).code == .failed)
    }

    @Test func replacesNoKeyThatIsThere() async throws {
        let file = try run.file("mine.pem", "an older key")
        let outcome = await run("app", "register", "Nightly report", "--app-only", "--write-key", file)
        #expect(outcome.code == .usage && outcome.errors.contains("is there already"))
        #expect(try tenant.content(file) == "an older key")
        let list = await run("app", "list", "Nightly", "--output", "json")
        #expect(try JSONValue(parsing: list.output) == [])
    }

    @Test func takesTheKeyBackWhenTheRegistrationIsRefused() async throws {
        try tenant.control("POST", "faults", ["target": "/v1.0/applications", "skip": 1, "status": 400, "body": "{}"])
        let file = run.folder + "/report.pem"
        let outcome = await run("app", "register", "Nightly report", "--app-only", "--write-key", file)
        #expect(outcome.code == .failed, "\(outcome.errors)")
        #expect(!run.has("report.pem") && !run.has("report.crt"))
    }

    @Test func printsASecretOnlyOnRequest() async throws {
        let appID = try text(try await application(), "AppId")
        let refused = await run("app", "secret", appID)
        #expect(refused.code == .usage && refused.errors.contains("--write-secret FILE, --print"))
        let printed = await run("app", "secret", appID, "--print", "--log-level", "debug")
        let secret = String(printed.output.dropLast())
        #expect(printed.code == .done && secret.count > 30 && !printed.errors.contains(secret))
        let reply = try await tenant.form(
            "grant_type=client_credentials&client_id=\(appID)&client_secret=\(secret)&scope="
                + "https://outlook.office365.com/.default"
        )
        #expect(reply["access_token"] != nil)
        let shown = try await tenant.app("show", appID)
        #expect(!JSONValue.object(shown).text().contains(secret))
        let id = try #require(shown["Secrets"]?[0]?["keyId"]?.stringValue)
        #expect(await run("app", "secret", appID, "--remove", id).code == .done)
        #expect(try await tenant.app("show", appID)["Secrets"] == [])
        #expect(await run("app", "secret", appID, "--remove", id).code == .failed)
    }

    @Test func withdrawsASecretThatCannotBeKept() async throws {
        let appID = try text(try await application(), "AppId")
        let outcome = await run("app", "secret", appID, "--write-secret", run.folder + "/nowhere/secret")
        #expect(outcome.code == .notConnected, "\(outcome.errors)")
        #expect(try await tenant.app("show", appID)["Secrets"] == [])
    }

    @Test func trustsAWorkflowOfGitHub() async throws {
        let appID = try text(try await application(), "AppId")
        let words = ["app", "federate", appID, "--github", "contoso/reports:ref:refs/heads/main"]
        let made = try JSONValue(parsing: await run.run(words).output)
        #expect(made["Subject"] == "repo:contoso/reports:ref:refs/heads/main")
        #expect(made["Issuer"] == "https://token.actions.githubusercontent.com")
        #expect(made["Audience"] == "api://AzureADTokenExchange")
        let again = await run.run(words)
        #expect(again.code == .done && again.errors.contains("before"), "\(again.errors)")
        let other = await run.run(words + ["--audience", "api://other"])
        #expect(other.code == .failed && other.errors.contains("for another audience"), "\(other.errors)")
        #expect(try await tenant.app("show", appID)["FederatedCredentials"]?.arrayValue?.count == 1)
        let name = try #require(made["Name"]?.stringValue)
        #expect(await run("app", "federate", appID, "--remove", name).code == .done)
        #expect(try await tenant.app("show", appID)["FederatedCredentials"] == [])
    }

    @Test func anIssuersTokenStandsForASecret() async throws {
        let made = try await application("Nightly report", "--grant")
        let appID = try text(made, "AppId")
        let subject = "system:serviceaccount:reports:nightly"
        let issued = try tenant.control("POST", "federation/assertions", ["subject": .string(subject)])
        let token = try #require(issued["assertion"]?.stringValue)
        let issuer = try #require(issued["issuer"]?.stringValue)
        let federated = await run("app", "federate", appID, "--issuer", issuer, "--subject", subject)
        #expect(federated.code == .done, "\(federated.errors)")
        let reply = try await tenant.form(
            "grant_type=client_credentials&client_id=\(appID)&scope=https://outlook.office365.com/.default"
                + "&client_assertion_type=urn:ietf:params:oauth:client-assertion-type:jwt-bearer"
                + "&client_assertion=\(token)"
        )
        #expect(reply["access_token"] != nil, "\(reply.text())")
    }

    @Test func assignsUsersAndLetsNobodyElseIn() async throws {
        let made = try await tenant.app(
            "register",
            "Helpdesk",
            "--grant",
            "--assign",
            "adele@contoso.com",
            "--assignment-required"
        )
        #expect(made["AssignmentRequired"] == true && made["Assigned"]?.arrayValue?.count == 1)
        func signIn(_ user: String) async throws -> JSONValue {
            try await tenant.form(
                "grant_type=password&client_id=\(try text(made, "AppId"))&username=\(user)"
                    + "&password=Emulator-Passw0rd&scope=https://outlook.office365.com/.default"
            )
        }
        #expect(try await signIn("adele@contoso.com")["access_token"] != nil)
        #expect(try await signIn("admin@contoso.com")["error_codes"] == [50105])
    }

    @Test func assignsGroupsByNameAddressAndID() async throws {
        let words = ["register", "Helpdesk", "--grant", "--assignment-required", "--assign"]
        let made = try await tenant.app(
            words[0],
            words[1],
            words[2],
            words[3],
            words[4],
            "VPN Users,it.ops@contoso.com"
        )
        #expect(made["Assigned"] == ["IT Operations", "VPN Users"])
        let appID = try text(made, "AppId")
        func code(of user: String) async throws -> Int64? {
            try await tenant.form(
                "grant_type=password&client_id=\(appID)&username=\(user)@contoso.com&password=Emulator-Passw0rd"
                    + "&scope=https://outlook.office365.com/.default"
            )["error_codes"]?[0]?.integerValue
        }
        #expect(try await code(of: "adele") == nil)
        #expect(try await code(of: "exchange.admin") == nil)
        #expect(try await code(of: "megan") == 50105)
        let again = await run("app", "grant", appID, "--assign", "VPN Users")
        #expect(again.code == .done && again.errors.contains("VPN Users was assigned before"), "\(again.errors)")
        for number in 1...2 {
            let group: JSONValue = [
                "displayName": "Twins", "mailNickname": .string("twins\(number)"), "mailEnabled": false,
                "securityEnabled": true,
            ]
            try await tenant.graph("POST", "groups", group)
        }
        let twins = await run("app", "grant", appID, "--assign", "Twins")
        #expect(twins.code == .failed && twins.errors.contains("2 groups are called 'Twins'"), "\(twins.errors)")
        let ids = twins.errors.split { !"0123456789abcdef-".contains($0) }.filter {
            UUID(uuidString: String($0)) != nil
        }
        let byID = try await tenant.app("grant", appID, "--assign", String(try #require(ids.first)))
        #expect(byID["Assigned"] == ["IT Operations", "Twins", "VPN Users"])
    }

    @Test func tellsThatANameIsRegisteredAndGoesOn() async throws {
        let appID = try text(try await application(), "AppId")
        let again = await run("app", "register", "Nightly report", "--app-only", "--grant")
        #expect(again.code == .done && again.errors.contains("was registered before"), "\(again.errors)")
        let facts = try JSONValue(parsing: again.output)
        #expect(facts["AppId"] == .string(appID) && facts["Granted"] == ["Exchange.ManageAsApp"])
        let third = await run("app", "grant", appID)
        #expect(third.code == .done && third.errors.contains("was granted before"), "\(third.errors)")
        #expect(third.errors.contains("it had the role Exchange Administrator before"))
        let list = try JSONValue(parsing: await run("app", "list", "nightly", "--output", "json").output)
        #expect(list.arrayValue?.count == 1)
        let other = await run("app", "register", "Nightly report")
        #expect(other.code == .failed && other.errors.contains("does not ask for what is wanted"))
        let key = await run(
            "app",
            "register",
            "Nightly report",
            "--app-only",
            "--write-key",
            run.folder + "/k.pem"
        )
        #expect(key.code == .failed && key.errors.contains("exo app certificate \(appID)") && !run.has("k.pem"))
    }

    @Test func saysHowFarItCameAndWhatGoesOn() async throws {
        try tenant.control(
            "POST",
            "faults",
            ["target": "directory/roleAssignments", "skip": 1, "status": 403, "body": "{}"]
        )
        let outcome = await run("app", "register", "Nightly report", "--app-only", "--grant")
        #expect(outcome.code == .notAuthorised && outcome.output == "")
        #expect(outcome.errors.contains("refused to give the role Exchange Administrator"), "\(outcome.errors)")
        #expect(outcome.errors.contains("RoleManagement.ReadWrite.Directory"))
        #expect(outcome.errors.contains("registered 'Nightly report'"))
        let line = try #require(
            outcome.errors.split(separator: "\n").first { $0.contains("then go on with: exo app grant ") }
        )
        let appID = String(try #require(line.split(separator: " ").last))
        #expect(try await tenant.app("grant", appID)["DirectoryRoles"] == ["Exchange Administrator"])
    }

    @Test func removesAnApplicationOnlyOnConsent() async throws {
        let appID = try text(try await application(), "AppId")
        let silent = await run("app", "remove", appID)
        #expect(silent.code == .usage && silent.errors.contains("--yes"))
        run.useTerminal()
        run.lines = ["n"]
        // Without the line that is drawn again and again by a clock that moves itself.
        #expect(await run("app", "remove", appID, "--quiet").code == .interrupted)
        #expect(await run("app", "remove", appID, "--yes", "--quiet").code == .done)
        let gone = await run("app", "show", appID, "--quiet")
        #expect(gone.code == .failed && gone.errors.contains("no application with the client id"), "\(gone.errors)")
    }

    @Test func findsAnApplicationByEachOfItsNames() async throws {
        let made = try await application("O'Brien's report")
        for word in [try text(made, "AppId"), try text(made, "ObjectId"), "O'Brien's report"] {
            #expect(try await tenant.app("show", word)["AppId"] == made["AppId"])
        }
    }
}
