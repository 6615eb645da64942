/// Why a redirect of the service is not followed; the token was not sent there.
enum RedirectError: Error, Sendable, Equatable {
    /// There is no field `Location`.
    case noLocation
    /// It leads to something that is not an https address.
    case notHTTPS
    /// It leads to a host that is not one of the service's.
    case foreignHost(String)
    /// It leads to another part of the service, a sign-in page for example.
    case otherInterface(host: String)
    /// It leads to another tenant.
    case otherTenant(host: String)
    /// It leads in a circle, or on and on.
    case circle(hops: Int, last: String)
}
