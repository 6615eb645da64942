/// One of many connections, made only when its turn comes.
public struct FleetMember: Sendable {
    /// What its rows are labelled with.
    public var name: String
    let connect: @Sendable () async throws -> ExchangeConnection

    /// Makes a member.
    ///
    /// - Parameters:
    ///   - name: What its rows are labelled with.
    ///   - connect: Connects; the connection is let go of when the cmdlet has run.
    public init(_ name: String, connect: @escaping @Sendable () async throws -> ExchangeConnection) {
        self.name = name
        self.connect = connect
    }
}
