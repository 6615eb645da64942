/// One of many connections, made only when its turn comes.
public struct FleetMember: Sendable {
    /// What its rows are labelled with.
    public var name: String
    /// What tells its tenant and service from others in a journal, where the name alone does not: a connection of that name may
    /// lead to another tenant one day.
    public var subject: String
    let connect: @Sendable () async throws -> ExchangeConnection

    /// Makes a member.
    ///
    /// - Parameters:
    ///   - name: What its rows are labelled with.
    ///   - subject: What tells its tenant and service from others in a journal.
    ///   - connect: Connects; the connection is let go of when the cmdlet has run.
    public init(
        _ name: String,
        subject: String = "",
        connect: @escaping @Sendable () async throws -> ExchangeConnection
    ) {
        self.name = name
        self.subject = subject
        self.connect = connect
    }
}
