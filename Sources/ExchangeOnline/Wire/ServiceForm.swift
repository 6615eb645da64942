internal import ExoJSON
internal import ExoTransport

/// What marks a response as one of the service, so that an empty one is not taken from a gateway that answers in its place.
///
/// Pages have a list in `value`, `@odata.context` or members of the administration interface. A cmdlet without output may be
/// answered with less, down to an empty body or 204; such a response counts only with the fields that the service's servers
/// put on every response.
enum ServiceForm {
    private static let fields = [
        "X-CalculatedBETarget", "X-CalculatedFETarget", "X-BEServer", "X-FEServer", "X-FEProxyInfo",
        "X-ExchangeVersion",
        "X-BackendHttpStatus", "OData-Version",
    ]

    /// Whether the fields are those of the service: one of its servers' own, or its id of the request, which is a GUID.
    static func isIn(_ headers: HTTPHeaders) -> Bool {
        fields.contains { headers[$0] != nil } || headers["request-id"].map(isGUID) == true
    }

    /// Whether the page has a member that makes it one of the service.
    static func isIn(_ envelope: PageEnvelope) -> Bool { envelope.hasValue || envelope.hasServiceMembers }

    /// Whether the page says nothing at all: no member, or `value` alone and that null.
    static func isEmpty(_ envelope: PageEnvelope) -> Bool {
        envelope.others.members.allSatisfy { $0.name.lowercased() == "value" && $0.value.isNull }
    }

    private static func isGUID(_ text: String) -> Bool {
        let groups = text.split(separator: "-", omittingEmptySubsequences: false)
        return groups.map(\.utf8.count) == [8, 4, 4, 4, 12] && groups.allSatisfy { $0.allSatisfy(\.isHexDigit) }
    }
}
