internal import EntraTokens
internal import ExchangeOnline
internal import ExoJSON

extension StoredConnection {
    /// What is wrong with a file.
    struct Damage: Error {
        var reason: String
    }

    /// The file's content; it holds no secret.
    var object: JSONObject {
        var object: JSONObject = ["version": 1, "name": .string(name.text), "cloud": .string(target.cloud.name)]
        object["service"] = .string(target.service.rawValue)
        object[target.identity.key] = .string(target.identity.value)
        if let user = target.administrator { object["userPrincipalName"] = .string(user) }
        object["tenant"] = target.tenant.map { .string($0) }
        object["tenantID"] = target.remembered.tenantID.map { .string($0) }
        object["connectionURI"] = target.remembered.connectionURI.map { .string($0) }
        object["connectionID"] = connectionID.map { .string($0) }
        object["applicationID"] = applicationID.map { .string($0) }
        object["store"] = .string(store.rawValue)
        object["trustedAuthorities"] = target.trustedAuthorities.map { .string($0) }
        object["proxy"] = target.proxy.map { .string($0.withoutLogIn.text) }
        object["pageSize"] = .integer(Int64(target.pageSize))
        object["source"] = signIn.map { .object($0.object) }
        if isDisconnected { object["disconnected"] = true }
        if target.remembered.isTenantProven { object["tenantProven"] = true }
        object["otherConnectionURI"] = otherConnectionURI.map { .string($0) }
        if isOtherTenantProven { object["otherTenantProven"] = true }
        object["byCertificate"] = isByCertificate.map { .bool($0) }
        target.guardRails.write(into: &object)
        object["changeLog"] = target.changeLog.map { .string($0) }
        object["tokenExpiresOn"] = tokenExpiresOn.map { .integer($0) }
        return object
    }

    /// Reads a file's content.
    ///
    /// - Throws: ``Damage``.
    init(name: ConnectionName, _ bytes: [UInt8], environment: [String: String]) throws {
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
        let cloud: Cloud
        do {
            cloud = try Cloud.named(try text("cloud"), environment: environment)
        } catch let error as TokenError where error.code == .unknownCloud {
            throw Damage(reason: error.message)
        }
        guard let service = AdminService(rawValue: try text("service")) else {
            throw Damage(reason: "member 'service' is unknown")
        }
        guard let store = Store(rawValue: try text("store")) else { throw Damage(reason: "member 'store' is unknown") }
        var target = ConnectionTarget(cloud: cloud, service: service, identity: try Self.readIdentity(object))
        target.tenant = object["tenant"]?.stringValue
        if case .delegatedOrganization = target.identity {
            target.administrator = object["userPrincipalName"]?.stringValue
        }
        target.remembered.tenantID = object["tenantID"]?.stringValue
        target.remembered.connectionURI = object["connectionURI"]?.stringValue
        target.trustedAuthorities = object["trustedAuthorities"]?.stringValue
        target.remembered.isTenantProven = object["tenantProven"] == true
        target.guardRails = GuardRails(object)
        target.changeLog = object["changeLog"]?.stringValue
        target.proxy = object["proxy"]?.stringValue.map { ProxyAddress($0) }
        if let size = object["pageSize"]?.integerValue { target.pageSize = Int(min(max(size, 1), 1000)) }
        self.init(
            name: name,
            target: target,
            connectionID: object["connectionID"]?.stringValue,
            applicationID: object["applicationID"]?.stringValue,
            store: store,
            signIn: try object["source"].map { value in
                guard let source = value.objectValue else { throw Damage(reason: "member 'source' is no object") }
                return try SignIn(source)
            },
            isDisconnected: object["disconnected"] == true,
            tokenExpiresOn: object["tokenExpiresOn"]?.integerValue,
            isByCertificate: object["byCertificate"].map { $0 == true },
            otherConnectionURI: object["otherConnectionURI"]?.stringValue,
            isOtherTenantProven: object["otherTenantProven"] == true
        )
    }

    private static func readIdentity(_ object: JSONObject) throws -> ConnectionIdentity {
        let identities = ConnectionIdentity.all(
            user: object["userPrincipalName"]?.stringValue,
            organization: object["organization"]?.stringValue,
            delegated: object["delegatedOrganization"]?.stringValue
        )
        guard identities.count == 1 else {
            throw Damage(
                reason:
                    "one of 'userPrincipalName', 'organization', 'delegatedOrganization' must be there, and no second tenant"
            )
        }
        return identities[0]
    }
}
