import CmdletCatalogue
import EmulatorCore
import ExoJSON

#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif

/// Get-QuarantineMessage.
struct QuarantineReader: CmdletHandler {
    private static let own: Set = [
        "Identity", "Direction", "Domain", "EndExpiresDate", "EndReceivedDate", "EntityType", "MessageId", "Page",
        "PageSize", "PolicyName", "PolicyTypes", "QuarantineTypes", "RecipientAddress", "ReleaseStatus", "Reported",
        "SenderAddress", "StartExpiresDate", "StartReceivedDate", "Subject", "Type", "NetworkMessageId", "MyItems",
        "RecipientTag", "TeamsConversationTypes",
    ]

    func run(_ call: BoundCall, in scope: CallScope) throws -> CmdletOutput {
        let quarantine = try Quarantine(scope)
        let mayRelease = try Quarantine.mayRelease(scope)
        if let identity = call.text("Identity") {
            let message = try quarantine.message(identity)
            return .row(Quarantine.noun, scope, quarantine.row(message, mayRelease: mayRelease))
        }
        let page = call.number("Page").map { Int($0) } ?? 1
        let size = call.number("PageSize").map { Int($0) } ?? 100
        // None are a page too, and more than the pages of the cmdlet allow.
        guard page > 0, size >= 0 else {
            throw TraceFilter.invalid("Invalid PageSize value. The value must be 0 or more.")
        }
        let own =
            call.isOn("MyItems") ? try scope.context.directory.user(id: scope.caller.objectID)?.mail ?? "" : nil
        let found = try quarantine.messages().filter { message in
            Self.accepts(message, call) && own.map { $0.lowercased() == message.message.recipient.lowercased() } ?? true
        }
        let rows = found.dropFirst((page - 1) * size).prefix(size).map { quarantine.row($0, mayRelease: mayRelease) }
        return .rows(Quarantine.noun, scope) { rows }
    }

    func unused(_ call: BoundCall) -> [String] { call.unused(beside: Self.own, shape: nil) }

    private static func accepts(_ kept: QuarantinedMessage, _ call: BoundCall) -> Bool {
        let message = kept.message
        func within(_ moment: ServiceDate, _ start: String, _ end: String) -> Bool {
            call.date(start).map { $0 <= moment } ?? true && call.date(end).map { moment <= $0 } ?? true
        }
        func among(_ parameter: String, _ value: String) -> Bool {
            call.texts(parameter)?.contains { wanted in
                Wildcard.matches(Array(value.lowercased()), pattern: Array(wanted.lowercased()))
            } ?? true
        }
        let domain = message.recipient.split(separator: "@").last.map(String.init) ?? ""
        guard within(message.received, "StartReceivedDate", "EndReceivedDate"),
            within(kept.expires, "StartExpiresDate", "EndExpiresDate")
        else { return false }
        for (parameter, value) in [
            ("SenderAddress", message.sender), ("RecipientAddress", message.recipient), ("Domain", domain),
            ("Type", kept.type), ("QuarantineTypes", kept.type), ("PolicyTypes", kept.policyType),
            ("PolicyName", "Default"), ("ReleaseStatus", kept.releaseStatus), ("Direction", "Inbound"),
            ("EntityType", "Email"), ("NetworkMessageId", message.traceID),
            // Nobody has a tag here, and nothing of Teams is held back.
            ("RecipientTag", ""), ("TeamsConversationTypes", ""),
        ] {
            guard among(parameter, value) else { return false }
        }
        if let subject = call.text("Subject"), !message.subject.lowercased().contains(subject.lowercased()) {
            return false
        }
        if let id = call.text("MessageId"), !message.messageID.contains(id.filter { $0 != "<" && $0 != ">" }) {
            return false
        }
        guard let reported = call["Reported"]?.flag else { return true }
        return reported == (kept.entry?.value["Reported"]?.boolValue ?? false)
    }
}

/// What is done with messages that a call names: found before the store is written to, since all traffic is looked through.
private struct NamedMessages: Sendable {
    let quarantine: Quarantine
    let messages: [QuarantinedMessage]

    init(_ call: BoundCall, _ scope: CallScope, areDeleted: Bool = false) throws {
        quarantine = try Quarantine(scope)
        messages = try quarantine.messages(call, areDeleted: areDeleted)
    }

    /// Asks about them all, or does something with each.
    func change(
        _ call: BoundCall,
        _ scope: CallScope,
        _ word: String,
        each: (QuarantinedMessage) throws -> String?
    ) throws -> CmdletOutput {
        if call.isQuestion {
            let names = messages.map(\.identity).joined(separator: ", ")
            return .confirmation("\(word) quarantined message \"\(names)\".")
        }
        return try scope.context.store.write { _ in
            let warnings = try messages.compactMap { try each(try quarantine.present($0)) }
            return .done(warnings: warnings)
        }
    }
}

/// Release-QuarantineMessage: to whom it was for, to some of them, or not at all.
struct QuarantineReleaser: CmdletHandler {
    private var named: NamedMessages?

    init() {}

    func prepared(for call: BoundCall, in scope: CallScope) throws -> any CmdletHandler {
        var handler = self
        handler.named = try NamedMessages(call, scope)
        return handler
    }

    func run(_ call: BoundCall, in scope: CallScope) throws -> CmdletOutput {
        let named = try named ?? NamedMessages(call, scope)
        let actor = try scope.context.directory.user(id: scope.caller.objectID)?.userPrincipalName
        return try named.change(call, scope, "Releasing") { message in
            if message.releaseStatus == "Released", !call.isOn("Force") {
                return "The message \(message.identity) has already been released."
            }
            switch call.text("ActionType")?.lowercased() {
            case "deny": try named.quarantine.note(message, ["ReleaseStatus": "Denied"])
            case "request": try named.quarantine.note(message, ["ReleaseStatus": "Requested"])
            default:
                let users = call.texts("User") ?? [message.message.recipient]
                try named.quarantine.note(
                    message,
                    [
                        "ReleaseStatus": "Released", "ReleasedUser": .array(users.map { .string($0) }),
                        "ReleasedBy": [.string(actor ?? scope.caller.objectID)],
                        "Reported": .bool(call.isOn("ReportFalsePositive")), "Deleted": .bool(call.isOn("Delete")),
                    ]
                )
            }
            return nil
        }
    }

    func unused(_ call: BoundCall) -> [String] {
        call.unused(
            beside: [
                "Identity", "Identities", "ReleaseToAll", "User", "ActionType", "Force", "ReportFalsePositive",
                "Delete",
                "Confirm", "WhatIf",
            ],
            shape: nil
        )
    }
}

/// Delete-QuarantineMessage.
struct QuarantineDeleter: CmdletHandler {
    private var named: NamedMessages?

    init() {}

    func prepared(for call: BoundCall, in scope: CallScope) throws -> any CmdletHandler {
        var handler = self
        handler.named = try NamedMessages(call, scope)
        return handler
    }

    func run(_ call: BoundCall, in scope: CallScope) throws -> CmdletOutput {
        let named = try named ?? NamedMessages(call, scope)
        return try named.change(call, scope, "Deleting") { message in
            try named.quarantine.note(message, ["Deleted": true, "HardDeleted": .bool(call.isOn("HardDelete"))])
            return nil
        }
    }

    func unused(_ call: BoundCall) -> [String] {
        call.unused(beside: ["Identity", "Identities", "Confirm", "WhatIf", "HardDelete"], shape: nil)
    }
}

/// Restore-TemporaryDeletedQuarantineMessage: has back what was deleted without `-HardDelete`.
struct QuarantineRestorer: CmdletHandler {
    private var named: NamedMessages?

    init() {}

    func prepared(for call: BoundCall, in scope: CallScope) throws -> any CmdletHandler {
        var handler = self
        handler.named = try NamedMessages(call, scope, areDeleted: true)
        return handler
    }

    func run(_ call: BoundCall, in scope: CallScope) throws -> CmdletOutput {
        let named = try named ?? NamedMessages(call, scope, areDeleted: true)
        return try named.change(call, scope, "Restoring") { message in
            try named.quarantine.note(message, ["Deleted": false])
            return nil
        }
    }

    func unused(_ call: BoundCall) -> [String] {
        call.unused(beside: ["Identity", "Identities", "Confirm", "WhatIf"], shape: nil)
    }
}

/// Preview-QuarantineMessage, Get-QuarantineMessageHeader and Export-QuarantineMessage: what a message says.
struct QuarantineContentReader: CmdletHandler {
    enum Part: Sendable {
        case preview, header, whole
    }

    let part: Part

    func run(_ call: BoundCall, in scope: CallScope) throws -> CmdletOutput {
        let quarantine = try Quarantine(scope)
        let messages = try quarantine.messages(call)
        let organization = JSONValue.string(scope.tenant.id)
        let noun =
            switch part {
            case .preview: "QuarantineMessagePreview"
            case .header: "QuarantineMessageHeader"
            case .whole: "QuarantineMessageExport"
            }
        let rows = messages.map { kept in
            let values: JSONObject =
                switch part {
                case .preview:
                    [
                        "Identity": .string(kept.identity), "Subject": .string(kept.message.subject),
                        "SenderAddress": .string(kept.message.sender), "Recipients": [.string(kept.message.recipient)],
                        "Body": .string(kept.message.subject), "MessageId": .string(kept.message.messageID),
                        "ReceivedTime": kept.message.received.json,
                    ]
                case .header:
                    [
                        "Identity": .string(kept.identity), "Organization": organization,
                        "Header": .string(kept.header),
                    ]
                case .whole:
                    [
                        "Identity": .string(kept.identity), "BodyEncoding": "Base64",
                        "Eml": .string(Data(kept.source.utf8).base64EncodedString()),
                    ]
                }
            return ObjectShape.of(noun: noun).row(kept.identity, values)
        }
        return .rows(noun, scope) { rows }
    }

    func unused(_ call: BoundCall) -> [String] {
        call.unused(beside: ["Identity", "Identities", "EntityType"], shape: nil)
    }
}
