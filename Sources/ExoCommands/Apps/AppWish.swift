internal import EntraTokens

/// What is to be given to an application beside its registration.
struct AppWish: Sendable {
    /// What the role is called where none is named.
    static let usualRole = "Exchange Administrator"

    /// The directory role; `nil` for none.
    var role: String?
    /// Whether only who is assigned may sign in.
    var requiresAssignment: Bool
    /// Who is assigned.
    var assignees: [String]

    /// Reads options.
    ///
    /// - Parameters:
    ///   - invocation: The command line.
    ///   - isAppOnly: Whether the application acts in its own name, and so needs a role.
    /// - Throws: ``UsageError``.
    init(_ invocation: Invocation, isAppOnly: Bool) throws {
        let named = invocation.value("role").map(ConnectionIdentity.trimmed)
        guard isAppOnly || named == nil || named?.lowercased() == "none" else {
            throw invocation.usageError(
                "--role is for an application that acts in its own name",
                details: ["a user who signs in acts with the roles of that user"]
            )
        }
        guard named != "" else { throw invocation.usageError("--role is empty; --role none gives none") }
        role = isAppOnly ? (named ?? Self.usualRole) : nil
        if role?.lowercased() == "none" { role = nil }
        requiresAssignment = invocation.has("assignment-required")
        assignees = (invocation.value("assign") ?? "").split(separator: ",").map {
            ConnectionIdentity.trimmed(String($0))
        }.filter { !$0.isEmpty }
        if let text = invocation.value("assign"), assignees.isEmpty {
            throw invocation.usageError("--assign takes users and groups with commas between them, not '\(text)'")
        }
    }

    /// What is needed to fulfil it, looked up before anything is changed.
    func found(in directory: AppDirectory, grantsRole: Bool) async throws -> Found {
        var found = Found(requiresAssignment: requiresAssignment)
        for name in assignees { found.assignees.append(try await directory.assignee(named: name)) }
        if grantsRole, let role { found.role = try await directory.role(named: role) }
        return found
    }

    /// A wish whose names were looked up.
    struct Found: Sendable {
        var role: AppDirectory.Role?
        var assignees: [AppDirectory.Assignee] = []
        var requiresAssignment: Bool
    }

    /// The options that say the same.
    var options: String {
        (role.map { $0 == Self.usualRole ? "" : " --role \(ShellQuotes.word($0))" } ?? "")
            + (requiresAssignment ? " --assignment-required" : "")
            + (assignees.isEmpty ? "" : " --assign \(ShellQuotes.word(assignees.joined(separator: ",")))")
    }
}
