internal import ExoTransport

/// What mends a failure, as a value: each program says it in its own words, with its own commands and options.
///
/// ``description`` has words that fit every program. A text literal is an ``advice(_:)``.
@nonexhaustive
public enum Repair: Sendable, Hashable {
    /// A step that is the same for every program, in words; it names no option of any.
    case advice(String)

    /// Get a token that fits.
    case getToken(WantedToken)
    /// Get a new token, for this one may have been revoked or its owner blocked; compare it with what it is wanted for.
    case inspectToken
    /// Look up which roles the token carries.
    case inspectRoles

    /// Connect as the application, to that organization; the token is not a user's. `nil` where its name is not plain.
    case connectAsApplication(organization: String?)
    /// Connect as that user; the token is a user's. `nil` where it does not name the user plainly.
    case connectAsUser(String?)
    /// Get a token as that user, or connect as the one whose token it is, as with ``connectAsUser(_:)``.
    case signInAgain(as: String, orConnectAs: String?)
    /// Connect to the token's tenant, by delegation or as a guest of it, or get another token.
    case chooseTenant(ofToken: String, orGet: WantedToken)
    /// Name the tenant beside the user, whose domain tells nothing of it; that of the token, where it names one.
    case nameTenant(ofToken: String?)
    /// Connect again.
    case connectAgain

    /// Name a PEM file with the certificate authority that issued the server's certificate.
    case trustAuthority
    /// Check the proxy that was named, its log-in and what goes past it.
    case checkProxy
    /// Check the cloud, the network, a firewall.
    case checkNetwork
    /// Start the local emulator.
    case startEmulator

    /// Look up which roles may run a cmdlet, since those of this user or application may not.
    case findRoles(cmdlet: String, subject: String)
    /// Look at the object before the change is made again.
    case inspectObject
    /// Wait so long, as the service asks, and ask less at once.
    case wait(Duration)
    /// Repeat the tenant's name, which the connection wants before something is deleted.
    case repeatTenant(String)
    /// Say which of the two services is meant.
    case chooseService
    /// Look up what the emulator has; the real service has more.
    case listEmulated
}

extension Repair: ExpressibleByStringInterpolation {
    /// Makes an advice.
    public init(stringLiteral value: String) { self = .advice(value) }
}

extension Repair: CustomStringConvertible {
    /// The step in words that fit every program.
    public var description: String {
        switch self {
        case .advice(let text): text
        case .getToken(let wanted): "get \(wanted)"
        case .inspectToken:
            "the token may have been revoked, or the account blocked: get a new one, or compare it with the connection"
        case .inspectRoles: "look up which roles the token carries"
        case .connectAsApplication(let organization):
            "connect as the application\(organization.map { " to the organization \($0)" } ?? "")"
        case .connectAsUser(let name): "connect as the user\(name.map { " \($0)" } ?? " of the token")"
        case .signInAgain(let expected, let found):
            "sign in as \(expected) and get a new token, or connect as \(found ?? "the user of the token")"
        case .chooseTenant(let tenant, let wanted):
            """
            to administer the tenant \(tenant) as a partner, name it as the delegated organization; as a guest, name it \
            beside the user; else get \(wanted)
            """
        case .nameTenant(let tenant):
            "check the user's domain; for a guest, name the tenant\(tenant.map { " \($0)" } ?? "") beside the user"
        case .connectAgain: "connect again"
        case .trustAuthority:
            "if the server is the right one, trust the certificate authority that issued its certificate"
        case .checkProxy: "check the proxy, its user name and password, and the hosts it is not used for"
        case .checkNetwork: "check the cloud, the network and any firewall"
        case .startEmulator: "start the emulator"
        case .findRoles(let cmdlet, let subject):
            "the roles of \(subject) do not grant \(cmdlet); look up those that do"
        case .inspectObject: "look at the object before running it again"
        case .wait(let span): "wait \(SpanText.text(span)), as the service asks, and run fewer commands at once"
        case .repeatTenant(let name): "repeat the tenant's name: \(name)"
        case .chooseService: "say which service is meant"
        case .listEmulated: "'exo-emulator cmdlets' lists what the emulator has"
        }
    }
}
