/// One of many connections, made only when its turn comes.
public struct FleetMember: Sendable {
    /// What its rows are labelled with.
    public var name: String
    /// What it is known by in a journal: its name, where nothing tells better whether it is the same one in another run.
    ///
    /// A name may lead to another tenant one day, and a tenant be called otherwise.
    public var subject: String
    let connect: @Sendable () async throws -> ExchangeConnection

    /// Makes a member.
    ///
    /// - Parameters:
    ///   - name: What its rows are labelled with.
    ///   - subject: What it is known by in a journal; `nil` takes its name.
    ///   - connect: Connects; the connection is let go of when the cmdlet has run.
    public init(
        _ name: String,
        subject: String? = nil,
        connect: @escaping @Sendable () async throws -> ExchangeConnection
    ) {
        self.name = name
        self.subject = subject ?? name
        self.connect = connect
    }
}
