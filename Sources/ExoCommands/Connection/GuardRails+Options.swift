internal import EntraTokens
internal import ExchangeOnline
internal import ExoJSON

extension GuardRails {
    /// The guard rails that options give; `nil` where none of them was given.
    ///
    /// - Throws: ``UsageError``.
    static func read(_ invocation: Invocation) throws -> GuardRails? {
        let isReadOnly = invocation.has("read-only")
        let confirmsTenant = invocation.has("confirm-tenant")
        let list = invocation.value("allow")
        let isOff = invocation.has("no-guard-rails")
        guard isReadOnly || confirmsTenant || list != nil else { return isOff ? GuardRails() : nil }
        guard !isOff else { throw invocation.usageError("--no-guard-rails was given beside a guard rail") }
        let allowed = list?.split(separator: ",").map { ConnectionIdentity.trimmed(String($0)) }
        if let allowed, allowed.isEmpty || !allowed.allSatisfy(isPattern) {
            throw invocation.usageError(
                "--allow is a list of cmdlets, not '\(list ?? "")'",
                details: ["such as: --allow 'Get-*,Set-Mailbox'"]
            )
        }
        return GuardRails(isReadOnly: isReadOnly, allowedCmdlets: allowed ?? [], confirmsTenant: confirmsTenant)
    }

    private static func isPattern(_ text: String) -> Bool {
        let words = text.split(separator: " ", omittingEmptySubsequences: false)
        // A route has a method before it.
        guard words.count == 1 || words.count == 2 && words[0].allSatisfy({ ("A"..."Z").contains($0) || $0 == "*" })
        else {
            return false
        }
        return words.allSatisfy { !$0.isEmpty && $0.utf8.allSatisfy { $0 > 0x20 && $0 < 0x7F } }
            && text.allSatisfy { $0 != "'" && $0 != "\"" }
    }

    /// The options that give them.
    var words: [String] {
        (isReadOnly ? ["--read-only"] : [])
            + (allowedCmdlets.isEmpty ? [] : ["--allow", "'\(allowedCmdlets.joined(separator: ","))'"])
            + (confirmsTenant ? ["--confirm-tenant"] : [])
    }

    /// What they forbid, for a person.
    var text: String {
        let parts =
            (isReadOnly ? ["read-only"] : [])
            + (allowedCmdlets.isEmpty ? [] : ["only \(allowedCmdlets.joined(separator: ", "))"])
            + (confirmsTenant ? ["the tenant's name repeated before something is deleted"] : [])
        return parts.joined(separator: "; ")
    }

    /// Reads them from a connection's file.
    init(_ object: JSONObject) {
        self.init(
            isReadOnly: object["readOnly"] == true,
            allowedCmdlets: object["allow"]?.arrayValue?.compactMap(\.stringValue) ?? [],
            confirmsTenant: object["confirmTenant"] == true
        )
    }

    /// Writes them into a connection's file.
    func write(into object: inout JSONObject) {
        if isReadOnly { object["readOnly"] = true }
        if !allowedCmdlets.isEmpty { object["allow"] = .array(allowedCmdlets.map { .string($0) }) }
        if confirmsTenant { object["confirmTenant"] = true }
    }
}
