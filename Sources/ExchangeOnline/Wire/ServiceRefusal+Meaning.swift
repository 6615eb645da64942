/// What a refusal says about the request; the only place that looks at its texts, where the service gives nothing else.
extension ServiceRefusal {
    /// Whether the service took the request not at all, since there were too many.
    var isThrottling: Bool { status == 429 || isConcurrencyRefusal }

    /// Whether it is the plain text about too many requests at once, which comes with different statuses and without a code.
    var isConcurrencyRefusal: Bool {
        !isStructured && message?.contains("maximum number of concurrent requests") == true
    }

    /// Whether the service no longer knows the place in a listing; its type is `System.Exception`, its code `BadRequest`.
    var isExpiredCursor: Bool {
        isStructured && status == 400 && message?.hasPrefix("Expired or Invalid pagination request") == true
    }

    /// Whether the token is good and the role is missing, which entities answer with 401.
    var isLackOfRole: Bool {
        isStructured && status == 401 && message?.hasPrefix("User is not allowed to call") == true
    }

    /// Whether the token is not as its issuer signed it.
    var hasBadSignature: Bool { RefusedToken.category(in: diagnostics) == "invalid_signature" }

    /// Whether whoever answers does not serve the tenant: it is not the service, or another part of it.
    var isUnknownAddress: Bool { [404, 410, 421].contains(status) && !isStructured && exceptionType == nil }

    /// Whether the service may have executed the request in spite of the refusal.
    ///
    /// A refusal that the service composed is an outcome; a gateway's is none, and neither is a good status from elsewhere.
    var mayHaveBeenExecuted: Bool {
        switch cause {
        case .redirect: false
        case .foreign: !isThrottling
        case .refusal:
            (status == 408 || status >= 500 && status != 501) && (exceptionType == nil || isTimeout) && !isThrottling
        }
    }

    /// Whether the service gave up waiting for itself, which says nothing of what was done until then.
    private var isTimeout: Bool {
        guard let exceptionType else { return false }
        return ["TimeoutException", "OperationCanceledException", "TaskCanceledException"].contains {
            exceptionType.hasSuffix($0)
        }
    }
}
