internal import EntraTokens
internal import ExchangeOnline

/// A tenant that a fleet reaches, before it is known which name of it a person repeated.
struct FoundMember: Sendable {
    /// What its rows are labelled with.
    var name: String
    /// What it reaches.
    var target: ConnectionTarget
    /// What it is known by in a journal.
    var subject: String
    /// What decides in which share of the fleet it is.
    var share: String
    /// The command that connects again what it is reached by, where that is stored.
    var connectCommand: String?
    /// Connects.
    var connect: @Sendable () async throws -> ExchangeConnection

    /// It as one that repeats its tenant's name.
    func member(repeating tenant: String?) -> FleetMember {
        FleetMember(name, subject: subject) { [connect] in
            let connection = try await connect()
            return tenant.map { connection.repeating(tenant: $0) } ?? connection
        }
    }
}
