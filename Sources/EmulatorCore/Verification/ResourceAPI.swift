/// A service that tokens are for.
package struct ResourceAPI: Sendable, Equatable {
    /// Office 365 Exchange Online.
    package static let exchange = "00000002-0000-0ff1-ce00-000000000000"
    /// Microsoft Exchange Online Protection, the audience of Security & Compliance.
    package static let exchangeProtection = "00000007-0000-0ff1-ce00-000000000000"
    /// Microsoft Graph.
    package static let graph = "00000003-0000-0000-c000-000000000000"
    /// The name of Graph that scopes without a resource belong to.
    package static let graphIdentifier = "https://graph.microsoft.com"
    /// Services that learn of a revocation at once, so that a client that can be told may keep its tokens for long.
    private static let continuouslyEvaluated: Set = [exchange, exchangeProtection, graph]

    /// The service's client id.
    package let appID: String
    /// The name by which it was asked for, which becomes the audience as it is.
    package let identifier: String
    /// The version of the access tokens it wants.
    package var tokenVersion = ProtocolVersion.v1
    /// Its registration, which the service's own and managed identities do not have.
    package var registration: ApplicationRecord?

    /// Whether it is one of the service's own, whose tokens tell more than those of others.
    package var isFirstParty: Bool {
        FirstParty.isResource(appID) || registration?.tenantID == FirstParty.tenantID
    }

    /// Whether its tokens can hold a nonce, with which only the service itself can verify them.
    package var takesNonce: Bool { Self.continuouslyEvaluated.contains(appID) }

    /// Whether the service asks back when something was revoked.
    package var isContinuouslyEvaluated: Bool { Self.continuouslyEvaluated.contains(appID) }

    /// Whether it was asked for by its client id.
    package var isNamedByID: Bool { identifier.lowercased() == appID }

    /// Finds the service that answers to a name, with or without a slash at its end.
    ///
    /// - Parameters:
    ///   - identifier: An identifier URI or a client id.
    ///   - context: The directory that knows the services, and the emulator's addresses: Exchange's and,
    ///     ending in `/graph`, Graph's.
    /// - Returns: The service, or `nil` when none has that name.
    /// - Throws: `DatabaseError`.
    package static func named(_ identifier: String, in context: EmulatorContext) throws -> ResourceAPI? {
        let plain = identifier.hasSuffix("/") ? String(identifier.dropLast()) : identifier
        if plain.lowercased().hasSuffix("/graph"), context.endpoints.isOwn(origin: String(plain.dropLast(6))) {
            return ResourceAPI(appID: graph, identifier: identifier)
        }
        for name in [plain, plain + "/"] {
            guard let appID = try context.directory.resource(identifiedBy: name) else { continue }
            let registration = try FirstParty.isResource(appID) ? nil : context.directory.application(appID)
            let wantsVersion2 =
                registration?.accessTokenVersion == 2 || FirstParty.version2Resources.contains(appID)
            return ResourceAPI(
                appID: appID,
                identifier: identifier,
                tokenVersion: wantsVersion2 ? .v2 : .v1,
                registration: registration
            )
        }
        // After the directory, since the emulator may be made to answer under the name of a service it knows.
        if context.endpoints.isOwn(origin: plain) { return ResourceAPI(appID: exchange, identifier: identifier) }
        let account = try FirstParty.resource(ofAccount: plain) { try context.directory.domain(named: $0) != nil }
        return account.map { ResourceAPI(appID: $0, identifier: identifier) }
    }
}
