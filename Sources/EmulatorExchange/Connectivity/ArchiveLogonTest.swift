import CmdletCatalogue
import EmulatorCore
import ExoJSON

/// Test-ArchiveConnectivity: whether somebody's archive opens, and what the managed folder assistant does in mailbox and archive.
struct ArchiveLogonTest: CmdletHandler {
    func run(_ call: BoundCall, in scope: CallScope) throws -> CmdletOutput {
        let noun = call.facts.noun
        let address = call.text("UserSmtp") ?? ""
        let mailbox = try MailboxTarget.mailbox(named: address, noun: "Mailbox", scope)
        if call.isQuestion { return .confirmation("Testing the archive of \"\(address)\".") }
        let isOpen = MailboxArchive.isOn(mailbox)
        var row = ObjectShape.of(noun: noun).row(address, ["Identity": .string(address)])
        row["Result"] = TestResult.value(isOpen ? "Success" : "ArchiveFailure")
        if isOpen {
            row["ArchiveDatabase"] = mailbox.properties["ArchiveDatabase"]
        } else {
            row["Error"] = .string("The user '\(address)' doesn't have an archive mailbox.")
        }
        if call.isOn("IncludeArchiveMRMConfiguration") {
            let content = MailboxContent(mailbox, in: ContentStore(scope))
            let moment = JSONValue.string(try DiagnosticLogsExporter.lastRun(of: content, at: scope.now).text(.utc))
            let tags = JSONValue.string(try RetentionConfiguration.document(of: mailbox, scope))
            row["PrimaryMRMConfiguration"] = tags
            row["PrimaryLastProcessedTime"] = moment
            if isOpen {
                row["ArchiveMRMConfiguration"] = tags
                row["ArchiveLastProcessedTime"] = moment
            }
        }
        return .row(noun, scope, row)
    }

    func unused(_ call: BoundCall) -> [String] {
        call.unused(beside: ["UserSmtp", "IncludeArchiveMRMConfiguration", "Confirm", "WhatIf"], shape: nil)
    }
}

/// The tags that a mailbox has from its retention policy or was given, as the document that lies in the mailbox.
enum RetentionConfiguration {
    private static let tags = SettingNoun("RetentionPolicyTag")

    static func document(of mailbox: ExchangeObject, _ scope: CallScope) throws -> String {
        let names = try SettingChoice.tags(of: mailbox, scope)
        try scope.objects.makeFirstObjects(of: tags, now: scope.now)
        let elements = try scope.objects.objects(of: tags.objectClass).compactMap { tag in
            let isGiven = OptionalTags.isGiven(tag, to: mailbox)
            return isGiven || names.contains(tag.name.lowercased()) ? element(of: tag, isGiven: isGiven) : nil
        }
        return
            "<UserConfiguration><Info version=\"Exchange.14\"><Data>\(elements.joined())</Data></Info></UserConfiguration>"
    }

    private static func element(of tag: ExchangeObject, isGiven: Bool) -> String {
        let type = tag.text("Type") ?? "Personal"
        let archives = tag.text("RetentionAction") == "MoveToArchive"
        let name = archives ? type == "All" ? "DefaultArchiveTag" : "ArchiveTag" : "PolicyTag"
        let days = tag.text("AgeLimitForRetention").flatMap { $0.split(separator: ".").first }.map(String.init)
        // Without an age nothing happens.
        let isOn = tag.properties["RetentionEnabled"] ?? tags.view.shape.property("RetentionEnabled")?.fallback
        let age = isOn == true ? days ?? "0" : "0"
        let attributes = [
            ("ObjectGuid", tag.guid), ("Guid", tag.text("RetentionId") ?? tag.guid), ("Name", tag.name), ("Type", type),
            ("IsVisible", "True"), ("OptedInto", isGiven ? "True" : "False"), ("IsRemovedFromPolicy", "False"),
        ].map { " \($0)=\"\(XMLTag.escaped($1))\"" }.joined()
        return
            "<\(name)\(attributes)><ContentSettings Guid=\"\(tag.guid)\" ExpiryAgeLimit=\"\(age)\" MessageClass=\"\(XMLTag.escaped(tag.text("MessageClass") ?? "*"))\" /></\(name)>"
    }
}
