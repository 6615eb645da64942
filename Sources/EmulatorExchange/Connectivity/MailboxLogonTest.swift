import CmdletCatalogue
import EmulatorCore
import ExoJSON

/// Test-MAPIConnectivity: whether a mailbox or its archive opens, or the database's own without one.
struct MailboxLogonTest: CmdletHandler {
    /// The mailbox that every database has for the service; its name is a guess.
    private static let systemMailbox = "SystemMailbox{\(TenantNames.databaseGuid)}"

    func run(_ call: BoundCall, in scope: CallScope) throws -> CmdletOutput {
        let noun = call.facts.noun
        var values: JSONObject = [
            "Server": .string(TenantNames.server), "Database": .string(TenantNames.database),
            "Mailbox": .string(Self.systemMailbox), "MailboxGuid": .string(TenantNames.databaseGuid),
        ]
        var (seed, title) = (Self.systemMailbox, Self.systemMailbox)
        var isOpen = true
        if call.text("Identity") != nil {
            let mailbox = try MailboxTarget.mailbox(call, scope)
            let isArchive = call.isOn("Archive")
            isOpen = !isArchive || MailboxArchive.isOn(mailbox)
            (seed, title) = (mailbox.guid, scope.objects.names.title(of: mailbox))
            values["Mailbox"] = .string(mailbox.text("DisplayName") ?? mailbox.name)
            values["MailboxGuid"] = mailbox.properties[isArchive ? "ArchiveGuid" : "ExchangeGuid"] ?? .null
            values["IsArchive"] = .bool(isArchive)
        }
        if call.isQuestion { return .confirmation("Testing the MAPI connectivity of \"\(title)\".") }
        let milliseconds = 10 + StableNumbers("logon", seed).below(90, at: 0)
        values["Result"] = TestResult.value(isOpen ? "Success" : "*FAILURE*")
        values["Latency"] = .string(isOpen ? "00:00:00.0\(milliseconds)0000" : "-00:00:00.0000001")
        values["Error"] = isOpen ? "" : "The mailbox doesn't have an archive."
        return .row(noun, scope, ObjectShape.of(noun: noun).row(title, values))
    }

    func unused(_ call: BoundCall) -> [String] {
        call.unused(beside: ["Identity", "Archive", "Confirm", "WhatIf"], shape: nil)
    }
}

/// What a test says in one word, which scripts read as a text and by its value.
enum TestResult {
    static func value(_ word: String) -> JSONValue {
        // The type is a guess.
        DescribedValue.make(word, type: "Microsoft.Exchange.Monitoring.ResultType", ["Value": .string(word)])
    }
}
