internal import ExoJSON

/// What is kept of a connection; never its token.
struct StoredConnection: Sendable, Equatable {
    /// Where the token is kept.
    enum Store: String, Sendable {
        /// A file of mode 0600.
        case file
        /// Nowhere: each command brings its own.
        case none
    }

    var name: String
    var cloud: String
    var service: String
    /// Exactly one of the three identities: its key as below and its value.
    var identity: Identity
    /// The tenant that a guest named when connecting.
    var tenant: String?
    var tenantID: String?
    /// The address that served the tenant.
    var connectionURI: String?
    /// The id the connection introduced itself with when it was made.
    var connectionID: String?
    /// The application that the token was issued to.
    var applicationID: String?
    var store: Store
    var trustedAuthorities: String?
    var proxy: String?
    var pageSize: Int?
    /// When the token ends, in seconds since 1970.
    var tokenExpiresOn: Int64?

    /// Who or what was named when connecting.
    enum Identity: Sendable, Equatable {
        case userPrincipalName(String)
        case organization(String)
        case delegatedOrganization(String)

        var key: String {
            switch self {
            case .userPrincipalName: "userPrincipalName"
            case .organization: "organization"
            case .delegatedOrganization: "delegatedOrganization"
            }
        }

        var value: String {
            switch self {
            case .userPrincipalName(let text), .organization(let text), .delegatedOrganization(let text): text
            }
        }

        /// The option that gives it.
        var option: String {
            switch self {
            case .userPrincipalName: "user-principal-name"
            case .organization: "organization"
            case .delegatedOrganization: "delegated-organization"
            }
        }
    }

    /// The command that connects it again.
    var connectCommand: String {
        "exo connect --name \(name)\(cloud == "commercial" ? "" : " --cloud \(cloud)")"
            + (service == "exchange" ? "" : " --service \(service)")
            + " --\(identity.option) \(identity.value)\(tenant.map { " --tenant \($0)" } ?? "") --access-token-stdin"
    }

    /// The file's text.
    var object: JSONObject {
        var object: JSONObject = ["version": 1, "name": .string(name), "cloud": .string(cloud)]
        object["service"] = .string(service)
        object[identity.key] = .string(identity.value)
        object["tenant"] = tenant.map { .string($0) }
        object["tenantID"] = tenantID.map { .string($0) }
        object["connectionURI"] = connectionURI.map { .string($0) }
        object["connectionID"] = connectionID.map { .string($0) }
        object["applicationID"] = applicationID.map { .string($0) }
        object["store"] = .string(store.rawValue)
        object["trustedAuthorities"] = trustedAuthorities.map { .string($0) }
        object["proxy"] = proxy.map { .string($0) }
        object["pageSize"] = pageSize.map { .integer(Int64($0)) }
        object["tokenExpiresOn"] = tokenExpiresOn.map { .integer($0) }
        return object
    }
}

extension StoredConnection {
    /// Reads a file's text.
    ///
    /// - Throws: ``Damage``.
    init(name: String, _ bytes: [UInt8]) throws {
        let value: JSONValue
        do { value = try JSONValue(parsing: bytes) } catch { throw Damage(reason: "not JSON: \(error)") }
        guard let object = value.objectValue else { throw Damage(reason: "not a JSON object") }
        guard object["version"]?.integerValue == 1 else {
            throw Damage(reason: "member 'version' is not 1; a newer exo may have written it")
        }
        func text(_ key: String) throws -> String {
            guard let text = object[key]?.stringValue, !text.isEmpty else {
                throw Damage(reason: "member '\(key)' is missing or not a text")
            }
            return text
        }
        self.name = name
        cloud = try text("cloud")
        service = try text("service")
        let identities: [Identity] = [
            object["userPrincipalName"]?.stringValue.map { .userPrincipalName($0) },
            object["organization"]?.stringValue.map { .organization($0) },
            object["delegatedOrganization"]?.stringValue.map { .delegatedOrganization($0) },
        ].compactMap(\.self)
        guard identities.count == 1 else {
            throw Damage(
                reason: "exactly one of 'userPrincipalName', 'organization', 'delegatedOrganization' must be there"
            )
        }
        identity = identities[0]
        tenant = object["tenant"]?.stringValue
        tenantID = object["tenantID"]?.stringValue
        connectionURI = object["connectionURI"]?.stringValue
        connectionID = object["connectionID"]?.stringValue
        applicationID = object["applicationID"]?.stringValue
        guard let store = Store(rawValue: try text("store")) else { throw Damage(reason: "member 'store' is unknown") }
        self.store = store
        trustedAuthorities = object["trustedAuthorities"]?.stringValue
        proxy = object["proxy"]?.stringValue
        pageSize = object["pageSize"]?.integerValue.map { Int(clamping: $0) }
        tokenExpiresOn = object["tokenExpiresOn"]?.integerValue
    }

    /// What is wrong with a file.
    struct Damage: Error {
        var reason: String
    }
}
