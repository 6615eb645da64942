internal import EntraTokens

extension ConnectionIdentity {
    /// The option that gives it, without dashes.
    var option: String {
        switch self {
        case .userPrincipalName: "user-principal-name"
        case .organization: "organization"
        case .delegatedOrganization: "delegated-organization"
        }
    }

    /// Its name in a file.
    var key: String {
        switch self {
        case .userPrincipalName: "userPrincipalName"
        case .organization: "organization"
        case .delegatedOrganization: "delegatedOrganization"
        }
    }

    /// The identities that are named; one is right.
    ///
    /// A user beside a delegated organization says who administers it.
    static func all(user: String?, organization: String?, delegated: String?) -> [ConnectionIdentity] {
        let user = organization == nil && delegated != nil ? nil : user
        return [
            user.map { .userPrincipalName(trimmed($0)) }, organization.map { .organization(trimmed($0)) },
            delegated.map { .delegatedOrganization(trimmed($0)) },
        ].compactMap(\.self)
    }

    /// A name without the blanks and line ends around it, such as the carriage return that a Windows file leaves.
    static func trimmed(_ name: String) -> String {
        var rest = name[...]
        while rest.first?.isWhitespace == true { rest.removeFirst() }
        while rest.last?.isWhitespace == true { rest.removeLast() }
        return String(rest)
    }

    /// The user that options name beside a delegated organization.
    ///
    /// - Throws: ``UsageError`` for an empty one.
    func administrator(_ invocation: Invocation) throws -> String? {
        guard case .delegatedOrganization = self,
            let user = invocation.value("user-principal-name").map(Self.trimmed)
        else { return nil }
        guard !user.isEmpty else { throw invocation.usageError("--user-principal-name is empty") }
        return user
    }

    /// Whether an option, not a variable, names an identity.
    static func isGiven(_ invocation: Invocation) -> Bool {
        ["user-principal-name", "organization", "delegated-organization"].contains { invocation.has($0) }
    }

    /// The identity that options, else variables, name.
    ///
    /// - Throws: ``UsageError`` when they name several.
    static func read(_ invocation: Invocation, _ context: CommandContext) throws -> ConnectionIdentity? {
        let given = all(
            user: invocation.value("user-principal-name"),
            organization: invocation.value("organization"),
            delegated: invocation.value("delegated-organization")
        )
        guard given.count <= 1 else {
            throw invocation.usageError(
                "name one only: \(given.map { "--\($0.option)" }.joined(separator: ", ")) were given",
                details: [
                    "a token is for one user, or for one organization; a partner's user may stand beside --delegated-organization"
                ]
            )
        }
        if let identity = given.first {
            guard !identity.value.isEmpty else { throw invocation.usageError("--\(identity.option) is empty") }
            return identity
        }
        let named = all(
            user: context.variable("EXO_USER_PRINCIPAL_NAME"),
            organization: context.variable("EXO_ORGANIZATION"),
            delegated: nil
        )
        guard named.count <= 1 else {
            throw invocation.usageError("EXO_USER_PRINCIPAL_NAME and EXO_ORGANIZATION are both set; keep one")
        }
        return named.first
    }
}
