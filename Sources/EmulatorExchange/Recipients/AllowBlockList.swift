import CmdletCatalogue
import EmulatorCore
import ExoCrypto
import ExoJSON

#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif

/// The list of what the organization lets through and keeps out: senders, addresses of pages, files, networks.
struct AllowBlockList {
    static let noun = SettingNoun("TenantAllowBlockListItems", isSingle: false, isOwned: false)
    private static let day: Int64 = 86_400 * 10_000_000
    /// How long an entry lasts of which nothing else is said.
    private static let life = 30 * day

    let scope: CallScope
    let type: String

    init(_ call: BoundCall, _ scope: CallScope) {
        self.scope = scope
        type = call.text("ListType") ?? ""
    }

    /// Shows entries; the state is the answer's and not an entry's own.
    static func builder(_ scope: CallScope, state: JSONValue) -> RowBuilder {
        RowBuilder(view: noun.view, names: scope.objects.names) { _ in ["ObjectState": state] }
    }

    /// The entries of the type that have not run out.
    func entries() throws -> [ExchangeObject] {
        try scope.objects.objects(of: Self.noun.objectClass).filter { entry in
            guard entry.text("ListType")?.lowercased() == type.lowercased() else { return false }
            guard let end = entry.text("ExpirationDate").flatMap({ ServiceDate(parsing: $0) }) else { return true }
            return end > scope.now
        }
    }

    /// The entries that a call names by value or id.
    func named(_ call: BoundCall) throws -> [ExchangeObject] {
        let all = try entries()
        let kind = call.text("ListSubType")
        return try (call.texts("Ids") ?? call.texts("Entries") ?? []).map { wanted in
            let found = all.first { entry in
                entry.name == wanted
                    || entry.text("Value")?.lowercased() == wanted.lowercased()
                        && kind ?? entry.text("ListSubType") == entry.text("ListSubType")
            }
            guard let found else { throw AdminAPIError.notFound(wanted, noun: Self.noun.noun) }
            return found
        }
    }

    /// What is known of an entry's end and of what becomes of it.
    ///
    /// - Throws: ``AdminAPIError`` for an end that is over, and for what is let through without end where it cannot be.
    func terms(_ call: BoundCall, isAllowed: Bool, kind: String) throws -> [(String, JSONValue)] {
        if call.isOn("NoExpiration") {
            let isEndless =
                type.lowercased() == "ip" || type.lowercased() == "url" && kind.lowercased() == "advanceddelivery"
            guard !isAllowed || isEndless else {
                throw Self.invalid("Allow entries of the list type \(type) can't be created without expiration.")
            }
            return [("ExpirationDate", .null), ("RemoveAfter", .null)]
        }
        if case .value(.integer(let days))? = call["RemoveAfter"] {
            return [("RemoveAfter", .integer(days)), ("ExpirationDate", .null)]
        }
        if let date = call.text("ExpirationDate") {
            guard ServiceDate(parsing: date).map({ $0 > scope.now }) ?? true else {
                throw Self.invalid("The expiration date '\(date)' must be in the future.")
            }
            return [("ExpirationDate", .string(date))]
        }
        // What is let through is looked at again after its last use.
        if isAllowed, call.facts.verb == "New" { return [("RemoveAfter", 45)] }
        guard call.facts.verb == "New" else { return [] }
        return [("ExpirationDate", .string(ServiceDate(ticks: scope.now.ticks + Self.life).text(.utc)))]
    }

    /// Looks whether a value is one of the list's.
    ///
    /// - Throws: ``AdminAPIError`` when it is not.
    func check(_ value: String) throws {
        let isGood =
            switch type.lowercased() {
            case "filehash": value.count == 64 && value.allSatisfy(\.isHexDigit)
            case "sender":
                ProxyAddresses.isAddress(value)
                    || ProxyAddresses.isAddress("x@\(value.drop { $0 == "*" || $0 == "." })")
                    || value == "*"
            case "ip": value.contains(":")
            // An address of a page has no protocol before it.
            case "url": !value.isEmpty && !value.contains(" ") && !value.contains("://")
            default: !value.isEmpty && !value.contains(" ")
            }
        guard !isGood else { return }
        throw Self.invalid("The entry '\(value)' isn't valid for the list type \(type).")
    }

    /// A refusal; its words are a guess.
    private static func invalid(_ message: String) -> AdminAPIError {
        AdminAPIError(exceptionType: "System.ArgumentException", message: message)
    }
}

/// Get-TenantAllowBlockListItems.
struct AllowBlockReader: CmdletHandler {
    func run(_ call: BoundCall, in scope: CallScope) throws -> CmdletOutput {
        let list = AllowBlockList(call, scope)
        let kinds = call.texts("ListSubType").map { $0.map { $0.lowercased() } } ?? ["tenant"]
        let found = try list.entries().filter { entry in
            let isAllowed = entry.text("Action") == "Allow"
            if call.isOn("Allow") && !isAllowed || call.isOn("Block") && isAllowed { return false }
            if call.isOn("NoExpiration"), entry.text("ExpirationDate") != nil { return false }
            if let value = call.text("Entry"), entry.text("Value")?.lowercased() != value.lowercased() { return false }
            if let end = call.text("ExpirationDate").flatMap({ ServiceDate(parsing: $0) }),
                entry.text("ExpirationDate").flatMap({ ServiceDate(parsing: $0) }).map({ $0 > end }) ?? true
            {
                return false
            }
            return kinds.contains(entry.text("ListSubType")?.lowercased() ?? "")
        }.map(\.sequence)
        let builder = AllowBlockList.builder(scope, state: "Unchanged")
        return .listing(ObjectListing(builder: builder, source: .sequences { found }, limit: nil))
    }

    func unused(_ call: BoundCall) -> [String] {
        call.unused(
            beside: ["ListType", "ListSubType", "Entry", "Allow", "Block", "NoExpiration", "ExpirationDate"],
            shape: nil
        )
    }
}

/// New-TenantAllowBlockListItems: an entry for each value.
struct AllowBlockMaker: CmdletHandler {
    func run(_ call: BoundCall, in scope: CallScope) throws -> CmdletOutput {
        try scope.context.store.write { _ in
            let list = AllowBlockList(call, scope)
            guard call.isOn("Allow") != call.isOn("Block") else { throw AdminAPIError.parameterSet() }
            let kind = call.text("ListSubType") ?? "Tenant"
            let there = try list.entries().filter { $0.text("ListSubType") == kind }
            let values = call.texts("Entries") ?? []
            for value in values {
                try list.check(value)
                guard !there.contains(where: { $0.text("Value")?.lowercased() == value.lowercased() }) else {
                    throw AdminAPIError.alreadyThere(value, noun: AllowBlockList.noun.noun)
                }
            }
            if call.isQuestion { return .confirmation("Creating tenant allow block list items.") }
            let places = try values.map { try scope.objects.insert(entry($0, kind, list, call, scope)).sequence }
            let builder = AllowBlockList.builder(scope, state: "New")
            return .listing(ObjectListing(builder: builder, source: .sequences { places }, limit: nil))
        }
    }

    func unused(_ call: BoundCall) -> [String] {
        call.unused(
            beside: [
                "ListType", "ListSubType", "Entries", "Allow", "Block", "NoExpiration", "ExpirationDate", "Notes",
                "RemoveAfter", "SubmissionID", "Confirm", "WhatIf",
            ],
            shape: nil
        )
    }

    private func entry(
        _ value: String,
        _ kind: String,
        _ list: AllowBlockList,
        _ call: BoundCall,
        _ scope: CallScope
    ) throws -> ExchangeObject {
        let guid = UUID.random().uuidString.lowercased()
        var object = ExchangeObject(
            tenantID: scope.tenant.id,
            objectClass: AllowBlockList.noun.objectClass,
            guid: guid,
            name: guid,
            created: scope.now,
            changed: scope.now
        )
        let isAllowed = call.isOn("Allow")
        object.properties = [
            "ListType": .string(list.type), "Value": .string(value), "ListSubType": .string(kind),
            "Action": isAllowed ? "Allow" : "Block", "Notes": .string(call.text("Notes") ?? ""),
            "ModifiedBy": .string(scope.caller.userPrincipalName ?? scope.caller.applicationID),
            "CreatedDateTime": .string(scope.now.text(.utc)), "LastModifiedDateTime": .string(scope.now.text(.utc)),
            "SysManaged": false, "SubmissionID": .string(call.text("SubmissionID") ?? "Non-Submission"),
            "EntryValueHash": .string(Base64.encode(try Digest.sha256(value.utf8))),
        ]
        for (name, value) in try list.terms(call, isAllowed: isAllowed, kind: kind) where !value.isNull {
            object.properties[name] = value
        }
        return object
    }
}

/// Set- and Remove-TenantAllowBlockListItems.
struct AllowBlockWriter: CmdletHandler {
    let removes: Bool

    func run(_ call: BoundCall, in scope: CallScope) throws -> CmdletOutput {
        try scope.context.store.write { _ in
            let list = AllowBlockList(call, scope)
            let found = try list.named(call)
            if call.isQuestion {
                return .confirmation("\(removes ? "Removing" : "Setting") tenant allow block list items.")
            }
            for var entry in found {
                guard !removes else {
                    try scope.objects.remove(entry)
                    continue
                }
                if call.isOn("Allow") != call.isOn("Block") {
                    entry.properties["Action"] = call.isOn("Allow") ? "Allow" : "Block"
                }
                if let notes = call.text("Notes") { entry.properties["Notes"] = .string(notes) }
                let terms = try list.terms(
                    call,
                    isAllowed: entry.text("Action") == "Allow",
                    kind: entry.text("ListSubType") ?? "Tenant"
                )
                for (name, value) in terms {
                    entry.properties[name] = value.isNull ? Optional.none : .some(value)
                }
                entry.properties["LastModifiedDateTime"] = .string(scope.now.text(.utc))
                entry.properties["ModifiedBy"] = .string(scope.caller.userPrincipalName ?? scope.caller.applicationID)
                entry.changed = scope.now
                try scope.objects.update(entry)
            }
            let places = removes ? [] : found.map(\.sequence)
            let builder = AllowBlockList.builder(scope, state: "Unchanged")
            return .listing(ObjectListing(builder: builder, source: .sequences { places }, limit: nil))
        }
    }

    func unused(_ call: BoundCall) -> [String] {
        call.unused(
            beside: [
                "ListType", "ListSubType", "Entries", "Ids", "Allow", "Block", "NoExpiration", "ExpirationDate",
                "Notes", "RemoveAfter", "Confirm", "WhatIf",
            ],
            shape: nil
        )
    }
}
