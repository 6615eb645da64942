/// What a fleet hands out while it runs.
public enum FleetEvent: Sendable {
    /// Rows of a member, and what the service said with them; pages of several members come in turn.
    case page(of: String, tenantID: String, CmdletPage)
    /// A member is done with.
    case ended(FleetResult)
}

/// How a cmdlet ended for one member of a fleet.
public struct FleetResult: Sendable {
    /// The member.
    public var name: String
    /// Its tenant, where it was connected to.
    public var tenantID: String?
    /// How it ended.
    public var status: BulkResult.Status
    /// How many rows it gave.
    public var rows: Int
    /// Why it failed, or why nobody knows.
    public var error: ExchangeError?
    /// How many members of the run have not ended yet.
    public internal(set) var left = 0

    /// Makes a result.
    public init(
        name: String,
        tenantID: String? = nil,
        status: BulkResult.Status,
        rows: Int = 0,
        error: ExchangeError? = nil
    ) {
        self.name = name
        self.tenantID = tenantID
        self.status = status
        self.rows = rows
        self.error = error
    }
}
