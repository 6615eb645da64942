internal import EntraTokens
internal import ExchangeOnline
internal import ExoJSON

extension GuardRails {
    /// The guard rails that options give, beside those that the connection had before: what was forbidden stays so, unless
    /// `--no-guard-rails` puts the given ones in their place.
    ///
    /// - Parameters:
    ///   - invocation: The command line.
    ///   - before: Those of the connection that is made anew.
    /// - Returns: Those that hold from now on.
    /// - Throws: ``UsageError``, also for a list of cmdlets that allows more than the one before.
    static func read(_ invocation: Invocation, before: GuardRails) throws -> GuardRails {
        let before = invocation.has("no-guard-rails") ? GuardRails() : before
        let list = invocation.value("allow")
        let allowed = list?.split(separator: ",").map { ConnectionIdentity.trimmed(String($0)) }
        if let allowed, allowed.isEmpty || !allowed.allSatisfy(isPattern) {
            throw invocation.usageError(
                "--allow is a list of cmdlets, not '\(list ?? "")'",
                details: ["such as: --allow 'Get-*,Set-Mailbox'"]
            )
        }
        let former = before.allowedCmdlets
        if !former.isEmpty, let more = allowed?.first(where: { new in !former.contains { covers($0, new) } }) {
            throw invocation.usageError(
                "the connection allows only \(former.joined(separator: ", ")), and --allow names \(more) beside that",
                details: ["add --no-guard-rails to put the guard rails given here in place of all that it has"]
            )
        }
        return GuardRails(
            isReadOnly: invocation.has("read-only") || before.isReadOnly,
            allowedCmdlets: allowed ?? former,
            confirmsTenant: invocation.has("confirm-tenant") || before.confirmsTenant
        )
    }

    /// Whether all that the second pattern allows is allowed by the first one as well.
    private static func covers(_ pattern: String, _ other: String) -> Bool {
        if pattern == "*" || pattern.lowercased() == other.lowercased() { return true }
        // A pattern of cmdlets means no routes; and a star takes stars of the other in, as a question mark would not.
        guard pattern.contains(" ") == other.contains(" "), !pattern.contains(where: { "?[".contains($0) }) else {
            return false
        }
        return WildcardPattern(pattern).matches(other)
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
