internal import EntraTokens

/// What a connection may be used for.
///
/// Each cmdlet is held against them before anything is sent, whichever way it is run; a refusal is an ``ExchangeError`` with code
/// `guarded` that names the guard and the connection.
public struct GuardRails: Sendable, Hashable {
    /// Whether only cmdlets run that change nothing: the verbs Get, Test, Search, Export, Validate, Check and Preview without a
    /// parameter that sends mail, and what is to say only what it would do (`WhatIf`, which Security & Compliance does not heed).
    public var isReadOnly: Bool
    /// The only cmdlets that run, as names or patterns such as `Get-*`; empty allows all.
    ///
    /// A request to a route is allowed by `*` alone, or by a pattern of method, blank and path, such as `GET *`.
    public var allowedCmdlets: [String]
    /// Whether the tenant's name must be repeated before something is deleted, emptied or switched off: the verbs Remove, Disable,
    /// Clear, Delete, Reset, Revoke and Uninstall, the switches that purge content, what replaces all members of a group or all rules
    /// of mail flow, and Invoke-HoldRemovalAction.
    ///
    /// It is repeated by ``ExchangeConnection/repeating(tenant:)``: any domain of the tenant, or its id.
    public var confirmsTenant: Bool
    /// Lists of other guard rails, of which a cmdlet must be on each.
    private var further: [[String]] = []

    /// Makes guard rails.
    public init(isReadOnly: Bool = false, allowedCmdlets: [String] = [], confirmsTenant: Bool = false) {
        self.isReadOnly = isReadOnly
        self.allowedCmdlets = allowedCmdlets
        self.confirmsTenant = confirmsTenant
    }

    /// Whether there are none.
    public var isEmpty: Bool { !isReadOnly && allowedCmdlets.isEmpty && !confirmsTenant && further.isEmpty }

    /// Guard rails that forbid what these or the others forbid.
    public func joined(with others: GuardRails) -> GuardRails {
        var joined = self
        joined.isReadOnly = isReadOnly || others.isReadOnly
        joined.confirmsTenant = confirmsTenant || others.confirmsTenant
        joined.further += (others.further + [others.allowedCmdlets]).filter { !$0.isEmpty && $0 != allowedCmdlets }
        return joined
    }

    /// Refuses a cmdlet that they forbid, whatever the caller repeats.
    ///
    /// - Parameters:
    ///   - call: The cmdlet's name, or the method and path of a route.
    ///   - effect: What it does to the tenant.
    ///   - connection: What the connection is called.
    /// - Throws: ``ExchangeError`` with code `guarded`.
    package func check(_ call: String, _ effect: CmdletEffect, of connection: String) throws {
        if isReadOnly, effect != .reads {
            throw Self.refusal(
                "connection '\(connection)' is read-only, and \(call) may change something",
                repair: "run it on a connection that is not read-only"
            )
        }
        for list in [allowedCmdlets] + further
        where !list.isEmpty && !list.contains(where: { Self.allows($0, call) }) {
            throw Self.refusal(
                "connection '\(connection)' is limited to \(list.joined(separator: ", ")), and \(call) is none of them",
                repair: "run it on a connection that allows it"
            )
        }
    }

    /// Whether the tenant's name must be repeated before a cmdlet of that effect.
    package func wantsTenant(before effect: CmdletEffect) -> Bool { confirmsTenant && effect == .destroys }

    /// What is said where it was not.
    ///
    /// - Parameters:
    ///   - call: The cmdlet's name, or the method and path of a route.
    ///   - connection: What the connection is called.
    ///   - tenant: The name to repeat.
    ///   - repeated: What the caller repeated.
    ///   - cause: Why it is not known whose name that is.
    /// - Returns: The refusal, with code `guarded`.
    static func unrepeated(
        _ call: String,
        of connection: String,
        tenant: String,
        repeated: String?,
        cause: TokenError? = nil
    ) -> ExchangeError {
        var message = "connection '\(connection)' wants the tenant's name repeated before \(call)"
        if let repeated {
            message +=
                cause.map { "; whose name '\(repeated)' is cannot be told: \($0.message)" }
                ?? "; '\(repeated)' is not it"
        }
        var error = refusal(message, repair: .repeatTenant(tenant))
        error.cause = cause
        return error
    }

    /// Whether a pattern lets a cmdlet or a route through; of routes, which begin with a method and a blank, only one that means
    /// routes as well, not one of cmdlets whose stars happen to fit.
    private static func allows(_ pattern: String, _ call: String) -> Bool {
        guard pattern == "*" || pattern.contains(" ") || !call.contains(" ") else { return false }
        return CmdletPattern(pattern).matches(call)
    }

    private static func refusal(_ message: String, repair: Repair) -> ExchangeError {
        ExchangeError(code: .guarded, message: message, repair: repair)
    }
}
