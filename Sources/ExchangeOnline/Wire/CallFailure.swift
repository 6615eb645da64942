internal import ExoTransport

/// Why a request did not succeed: no reply, or a refusal.
enum CallFailure {
    case transport(TransportError, afterReply: Bool)
    case service(ServiceFailure)

    /// Exceptions that pass by themselves; the official module repeats on the same ones.
    static let passingExceptions = [
        "DCOverloadedException", "SuitabilityDirectoryException", "ServerInMMException",
        "ADServerSettingsChangedException", "StorageTransientException",
    ]

    /// The claims that the service asks a new token to have.
    var claimsChallenge: String? {
        guard case .service(let failure) = self, failure.status == 401 else { return nil }
        return failure.claimsChallenge
    }

    /// What the service says about the time to wait.
    var retryAfter: String? {
        guard case .service(let failure) = self else { return nil }
        return failure.retryAfter
    }

    /// A word for the log.
    var reason: String {
        switch self {
        case .transport(let error, _): error.message
        case .service(let failure): "status \(failure.status)"
        }
    }

    /// Whether the service may have executed the request in spite of the failure.
    var mayHaveBeenExecuted: Bool {
        switch self {
        case .transport(let error, _): error.mayHaveBeenSent
        case .service(let failure):
            // A refusal that the service composed is an outcome; a gateway's is none.
            [408, 500, 502, 503, 504].contains(failure.status) && failure.exceptionType == nil
        }
    }

    /// Whether sending the request again is of use and harms nobody.
    ///
    /// A 401 is never repeated with the same token. A change is repeated only when it was certainly not executed: it never
    /// left, or it was turned away for haste.
    func canRepeat(_ call: AdminCall, attempt: Int) -> Bool {
        switch self {
        case .transport(let error, let afterReply):
            if error.mayHaveBeenSent { return call.isRead && error.code == .noReply }
            // What never worked is reported at once; what worked before gets a short second chance.
            return afterReply && error.code == .cannotConnect && attempt <= 3
        case .service(let failure):
            if failure.status == 429 { return true }
            guard call.isRead else { return false }
            return [408, 503, 504].contains(failure.status) || failure.isConcurrencyRefusal
                || Self.passingExceptions.contains { failure.exceptionType?.hasSuffix($0) == true }
        }
    }
}
