/// The platform a redirect URI is registered for; each has rules of its own at the token endpoint.
package enum RedirectURIKind: String, Sendable, CaseIterable, ColumnValue {
    case web, spa, publicClient
}
