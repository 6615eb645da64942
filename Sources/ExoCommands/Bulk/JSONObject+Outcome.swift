internal import ExchangeOnline
internal import ExoJSON

/// The columns of a report about many calls that say how each ended.
extension JSONObject {
    /// Their names.
    static let outcomeColumns = ["Status", "Error", "Code", "RequestId"]

    /// Adds them.
    ///
    /// - Parameters:
    ///   - status: How it ended.
    ///   - error: Why it failed.
    ///   - message: What is said of that.
    ///   - requestID: The service's id of the request, where the error has none.
    mutating func addOutcome(
        _ status: BulkResult.Status,
        _ error: ExchangeError?,
        message: String?,
        requestID: String? = nil
    ) {
        self["Status"] = .string(status.rawValue)
        self["Error"] = .text(message)
        self["Code"] = .text(error?.code.description)
        self["RequestId"] = .text(error?.requestID ?? requestID)
    }
}

extension JSONValue {
    /// A text, or null where there is none.
    fileprivate static func text(_ text: String?) -> JSONValue { text.map { .string($0) } ?? .null }
}
