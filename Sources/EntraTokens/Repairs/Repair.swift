/// What mends a failure, as a value: each program says it in its own words, with its own commands and options.
///
/// ``description`` has words that fit every program. A text literal is an ``advice(_:)``.
@nonexhaustive
public enum Repair: Sendable, Hashable {
    /// A step that is the same for every program, in words; it names no option of any.
    case advice(String)

    /// Get a token that fits.
    case getToken(WantedToken)
    /// Hold the token against what it is wanted for, to see what it carries.
    case inspectToken

    /// Connect as the application to that organization; the token is no user's.
    case connectAsApplication(organization: String)
    /// Connect as that user; the token is a user's. `nil` where the token does not name the user.
    case connectAsUser(String?)
    /// Connect to that tenant as the partner whom it delegated its administration to.
    case connectAsPartner(tenant: String)
    /// Name that tenant beside the user; the user is a guest there.
    case nameTenant(String)
    /// Connect anew.
    case connectAgain

    /// Name a PEM file with the certificate authority that issued the server's certificate.
    case trustAuthority
    /// Check the proxy that was named, its log-in and what goes past it.
    case checkProxy
    /// Check the cloud, the network, a firewall.
    case checkNetwork
    /// Start the local emulator.
    case startEmulator

    /// Look up which roles may run a cmdlet.
    case findRoles(cmdlet: String)
    /// Look at the object before the change is made again.
    case inspectObject
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
        case .inspectToken: "compare the token's claims with what it is wanted for"
        case .connectAsApplication(let organization): "connect as the application, to the organization \(organization)"
        case .connectAsUser(let name): "connect as the user\(name.map { " \($0)" } ?? "")"
        case .connectAsPartner(let tenant): "a partner connects to the customer's tenant \(tenant) by delegation"
        case .nameTenant(let tenant): "for a guest, name the tenant \(tenant) beside the user"
        case .connectAgain: "connect again"
        case .trustAuthority:
            "if the server is the right one, trust the certificate authority that issued its certificate"
        case .checkProxy: "check the proxy, its user name and password, and the hosts it is not used for"
        case .checkNetwork: "check the cloud, the network and any firewall"
        case .startEmulator: "start the emulator"
        case .findRoles(let cmdlet): "look up which roles may run \(cmdlet)"
        case .inspectObject: "look at the object before running it again"
        }
    }
}
