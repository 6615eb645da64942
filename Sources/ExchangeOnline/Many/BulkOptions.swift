/// How many calls are run.
public struct BulkOptions: Sendable {
    /// In which order results are handed out.
    public enum Order: String, Sendable, CaseIterable {
        /// As the calls came.
        case input
        /// As they are done.
        case done
    }

    /// The most requests under way at once; the pace of the tenant may allow fewer.
    public var parallel: Int
    /// In which order results are handed out.
    public var order: Order
    /// Whether small calls travel together, several in a request.
    public var usesBatches: Bool
    /// Whether calls whose outcome is unknown since an earlier run are made again.
    public var retriesUnknown: Bool
    /// Whether somebody said yes to all calls, so that those that ask before they act do not.
    public var isConfirmed: Bool

    /// Makes options.
    public init(
        parallel: Int = 16,
        order: Order = .input,
        usesBatches: Bool = true,
        retriesUnknown: Bool = false,
        isConfirmed: Bool = false
    ) {
        self.parallel = max(1, parallel)
        self.order = order
        self.usesBatches = usesBatches
        self.retriesUnknown = retriesUnknown
        self.isConfirmed = isConfirmed
    }

    /// Has no more calls under way at once than give so many rows, if each gives one.
    package mutating func narrow(toRows rows: Int) {
        let size = usesBatches ? AdminChannel.batchSize : 1
        parallel = min(parallel, max(1, (rows + size - 1) / size))
    }
}
