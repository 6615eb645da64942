import ExoJSON
import Testing

@testable import EmulatorExchange

/// Tests of what the organization needs beyond itself, and of what its mailboxes open with.
@Suite struct ExchangeConnectivityTests {
    private func row(_ cmdlet: String, _ parameters: JSONObject, _ harness: ExchangeHarness) throws -> JSONValue {
        try #require(try harness.done(cmdlet, parameters).rows.first)
    }

    @Test func mailboxesAndArchivesOpenWhereTheyAre() throws {
        let harness = try ExchangeHarness()
        let adele: JSONObject = ["Identity": "adele@contoso.com"]
        let mailbox = try row("Test-MAPIConnectivity", adele, harness)
        #expect(mailbox["Result"] == "Success" && mailbox["Error"] == "")
        let shown = try row("Get-Mailbox", adele, harness)
        #expect(mailbox["MailboxGuid"] == shown["ExchangeGuid"] && mailbox["Mailbox"] == shown["DisplayName"])
        #expect(try row("Test-MAPIConnectivity", [:], harness)["Result"] == "Success")
        let asked = try harness.run("Test-MAPIConnectivity", ["Identity": "adele@contoso.com", "WhatIf": true])
        let question = asked.body["@adminapi.confirmationmessage"]?.stringValue
        #expect(question?.contains("Adele Vance") == true, "\(question ?? asked.errorText)")
        if shown["ArchiveStatus"] != "Active" {
            try harness.done("Enable-Mailbox", ["Identity": "adele", "Archive": true])
        }
        let archive = try row("Test-MAPIConnectivity", ["Identity": "adele", "Archive": true], harness)
        #expect(archive["Result"] == "Success" && archive["IsArchive"] == true)
        let user: JSONObject = ["UserSmtp": "adele@contoso.com"]
        #expect(try row("Test-ArchiveConnectivity", user, harness)["Result"] == "Success")
        try harness.done("Disable-Mailbox", ["Identity": "adele", "Archive": true])
        let gone = try row("Test-MAPIConnectivity", ["Identity": "adele", "Archive": true], harness)
        #expect(gone["Result"] == "*FAILURE*" && gone["Error"] != "")
        let refused = try row("Test-ArchiveConnectivity", user, harness)
        #expect(refused["Result"] == "ArchiveFailure" && refused["PrimaryMRMConfiguration"] == .null)
        #expect(try harness.run("Test-MAPIConnectivity", ["Identity": "nobody"]).status == 404)
    }

    @Test func theTestOfAnArchiveShowsTheTagsOfTheMailbox() throws {
        let harness = try ExchangeHarness()
        let parameters: JSONObject = ["UserSmtp": "adele@contoso.com", "IncludeArchiveMRMConfiguration": true]
        func document() throws -> String {
            try #require(
                try row("Test-ArchiveConnectivity", parameters, harness)["PrimaryMRMConfiguration"]?.stringValue
            )
        }
        let first = try document()
        #expect(first.hasPrefix("<UserConfiguration><Info ") && first.contains("<PolicyTag "))
        #expect(first.contains("Name=\"Default 2 year move to archive\" Type=\"All\""))
        try harness.done("New-RetentionPolicy", ["Name": "Short", "RetentionPolicyTagLinks": ["1 Week Delete"]])
        try harness.done("Set-Mailbox", ["Identity": "adele", "RetentionPolicy": "Short"])
        let second = try document()
        #expect(second.contains("Name=\"1 Week Delete\"") && second.contains("ExpiryAgeLimit=\"7\""))
        #expect(!second.contains("DefaultArchiveTag"))
        let given: JSONObject = ["Mailbox": "adele", "OptionalInMailbox": ["1 Month Delete"]]
        try harness.done("Set-RetentionPolicyTag", given)
        let third = try document()
        #expect(third.contains("Name=\"1 Month Delete\"") && third.contains("OptedInto=\"True\""))
        #expect(!second.contains("1 Month Delete") && !second.contains("OptedInto=\"True\""))
    }

    @Test func tokensAreTakenByTheServiceAndByConnectedOrganizations() throws {
        let harness = try ExchangeHarness()
        func result(_ uri: String) throws -> JSONValue {
            let parameters: JSONObject = ["Service": "EWS", "TargetUri": .string(uri), "Mailbox": "adele"]
            return try row("Test-OAuthConnectivity", parameters, harness)
        }
        let own = try result("https://outlook.office365.com/ews/exchange.asmx")
        #expect(own["ResultType"] == "Success" && own["Task"] == "Checking EWS API Call Under Oauth")
        let partner = "https://mail.fabrikam.com/ews/exchange.asmx"
        let unknown = try result(partner)
        #expect(unknown["ResultType"] == "Error")
        #expect(unknown["Detail"]?.stringValue?.contains("(401) Unauthorized") == true)
        let connector: JSONObject = [
            "Name": "Fabrikam", "DiscoveryEndpoint": "https://mail.fabrikam.com/autodiscover/autodiscover.svc",
            "TargetAddressDomains": ["fabrikam.com"],
        ]
        try harness.done("New-IntraOrganizationConnector", connector)
        #expect(try result(partner)["ResultType"] == "Success")
        try harness.done("Set-IntraOrganizationConnector", ["Identity": "Fabrikam", "Enabled": false])
        #expect(try result(partner)["ResultType"] == "Error")
        #expect(try result("https://gone.invalid/ews")["Detail"]?.stringValue?.contains("not be resolved") == true)
        let nobody: JSONObject = ["Service": "EWS", "TargetUri": .string(partner), "Mailbox": "nobody"]
        #expect(try harness.run("Test-OAuthConnectivity", nobody).status == 404)
    }

    @Test func aRelationshipIsTestedInLinesAsScriptsReadThem() throws {
        let harness = try ExchangeHarness()
        let made: JSONObject = [
            "Name": "Own", "DomainNames": ["contoso.onmicrosoft.com"], "Enabled": true,
            "TargetApplicationUri": "outlook.com",
            "TargetAutodiscoverEpr": "https://autodiscover-s.outlook.com/autodiscover/autodiscover.svc/WSSecurity",
        ]
        try harness.done("New-OrganizationRelationship", made)
        let parameters: JSONObject = ["Identity": "Own", "UserIdentity": "adele@contoso.com"]
        let lines = try harness.done("Test-OrganizationRelationship", parameters).texts("Value")
        #expect(lines.first?.hasSuffix("enabled state True.") == true)
        #expect(lines.count { $0 == "RESULT: Success." } == 6)
        #expect(lines.dropLast().last == "No Significant Issues to Report" && lines.last == "COMPLETE.")
        // A session has the lines themselves.
        let typed = try harness.run(
            "Test-OrganizationRelationship",
            parameters,
            headers: ["X-ResponseFormat": "clixml"]
        )
        let text = try #require(typed.rows.first?["_clixml"]?.stringValue)
        #expect(text.contains("<S>No Significant Issues to Report</S>"))
        try harness.done("Set-OrganizationRelationship", ["Identity": "Own", "DomainNames": ["fabrikam.example"]])
        let other = try harness.done("Test-OrganizationRelationship", parameters).texts("Value")
        #expect(other.contains { $0.hasPrefix("RESULT: Error.") } && !other.contains("No Significant Issues to Report"))
        let nobody: JSONObject = ["Identity": "Own", "UserIdentity": "nobody@contoso.com"]
        #expect(try harness.run("Test-OrganizationRelationship", nobody).status == 404)
    }

    @Test func serversOfMigrationsAnswerUnlessTheyAreNone() throws {
        let harness = try ExchangeHarness()
        let mail: JSONObject = ["Imap": true, "RemoteServer": "imap.fabrikam.com", "Port": 993, "Security": "Ssl"]
        let found = try row("Test-MigrationServerAvailability", mail, harness)
        #expect(found["Result"] == "Success" && found["ConnectionSettings"] == "imap.fabrikam.com:993")
        let none: JSONObject = ["Imap": true, "RemoteServer": "imap.fabrikam.invalid", "Port": 993]
        let lost = try row("Test-MigrationServerAvailability", none, harness)
        #expect(lost["Result"] == "Failed" && lost["Message"]?.stringValue?.contains("imap.fabrikam.invalid") == true)
        try harness.done(
            "New-MigrationEndpoint",
            ["Name": "Imap", "IMAP": true, "RemoteServer": "imap.fabrikam.com", "Port": 993]
        )
        let endpoint = try row("Test-MigrationServerAvailability", ["Endpoint": "Imap"], harness)
        #expect(endpoint["Result"] == "Success" && endpoint["TestedEndpoint"] == "Imap")
        #expect(try harness.run("Test-MigrationServerAvailability", ["Endpoint": "None"]).status == 404)
    }
}
