import CmdletCatalogue
import EmulatorCore
import ExoJSON

/// The list of what the organization lets through and keeps out: senders, addresses of pages, files, networks.
struct AllowBlockList {
    static let noun = SettingNoun("TenantAllowBlockListItems", isSingle: false, isOwned: false)
    private static let day: Int64 = 86_400 * 10_000_000
    /// How long an entry lasts of which nothing else is said.
    private static let life = 30 * day
    /// For how many days what is let through stays after its last use.
    private static let daysAfterUse: Int64 = 45

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

    /// Whether what is let through stays as long as it is used: networks have an end.
    private var isKeptByUse: Bool { type.lowercased() != "ip" }

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
    /// - Throws: ``AdminAPIError`` for two ends, an end that is over or that such an entry cannot have, and for what is let
    ///   through without end where it cannot be.
    func terms(_ call: BoundCall, isAllowed: Bool, kind: String) throws -> [(String, JSONValue)] {
        let ends = [call.isOn("NoExpiration"), call.number("RemoveAfter") != nil, call.text("ExpirationDate") != nil]
        guard ends.filter(\.self).count < 2 else {
            throw Self.invalid("NoExpiration, RemoveAfter and ExpirationDate can't be used together.")
        }
        if call.isOn("NoExpiration") {
            let isEndless =
                type.lowercased() == "ip" || type.lowercased() == "url" && kind.lowercased() == "advanceddelivery"
            guard !isAllowed || isEndless else {
                throw Self.invalid("Allow entries of the list type \(type) can't be created without expiration.")
            }
            return [("ExpirationDate", .null), ("RemoveAfter", .null)]
        }
        if let days = call.number("RemoveAfter") {
            guard days == Self.daysAfterUse else {
                throw Self.invalid("RemoveAfter must be \(Self.daysAfterUse), not \(days).")
            }
            guard isAllowed, isKeptByUse else {
                throw Self.invalid("RemoveAfter is only for allow entries of the list types Sender, FileHash and Url.")
            }
            return [("RemoveAfter", .integer(days)), ("ExpirationDate", .null)]
        }
        if let date = call.text("ExpirationDate") {
            guard ServiceDate(parsing: date).map({ $0 > scope.now }) ?? true else {
                throw Self.invalid("The expiration date '\(date)' must be in the future.")
            }
            return [("ExpirationDate", .string(date)), ("RemoveAfter", .null)]
        }
        // What is let through is looked at again after its last use.
        if isAllowed, isKeptByUse, call.facts.verb == "New" { return [("RemoveAfter", .integer(Self.daysAfterUse))] }
        guard call.facts.verb == "New" else { return [] }
        return [("ExpirationDate", .string(ServiceDate(ticks: scope.now.ticks + Self.life).text(.utc)))]
    }

    /// Why a value is none of the list's, `nil` when it is one.
    func problem(of value: String, isAllowed: Bool, kind: String) -> AdminAPIError? {
        let isGood: Bool
        switch type.lowercased() {
        case "filehash":
            guard value.count != 64 || !value.allSatisfy(\.isHexDigit) else { return nil }
            return Self.invalid("The entry '\(value)' isn't a SHA256 hash value: it must have 64 hexadecimal digits.")
        case "sender":
            isGood =
                ProxyAddresses.isAddress(value)
                || ProxyAddresses.isAddress("x@\(value.drop { $0 == "*" || $0 == "." })")
                || value == "*"
        case "ip": isGood = value.contains(":")
        case "url":
            let page = ListedPage(value)
            if page.isValid, page.isWithSubdomains, isAllowed, kind.lowercased() != "advanceddelivery" {
                return Self.invalid("The entry '\(value)' with subdomains can't be an allow entry of the type Url.")
            }
            isGood = page.isValid
        default: isGood = !value.isEmpty && !value.contains(" ")
        }
        guard !isGood else { return nil }
        return Self.invalid("The entry '\(value)' isn't valid for the list type \(type).")
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
