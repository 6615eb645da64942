import EmulatorCore
import EmulatorExchange
import ExoJSON
import HTTPServer

/// Which requests a fault meets: those that fit everything that is given.
struct FaultCondition: Sendable {
    static let members = ["service", "cmdlet", "tenant", "caller", "target"]

    var service: FaultService?
    /// A cmdlet's name, with `*` for any text.
    var cmdlet: String?
    var tenantID: String?
    /// The name as it was given, and all by which its bearer may be called.
    var caller: (name: String, names: Set<String>)?
    /// A part of path and query, compared without letter case.
    var target: String?
    /// Whether other services than Exchange's are left alone.
    var isOfExchange = false
    /// Whether requests that carry no token are left alone.
    var takesToken = false

    /// Whether a request is met.
    func meets(_ subject: FaultSubject) -> Bool {
        let service = subject.service
        // Who sets faults in the portal goes on there, unless it is meant.
        if service == .portal, self.service != .portal, target == nil { return false }
        if isOfExchange, ![.exchange, .compliance].contains(service) { return false }
        if takesToken, ![.exchange, .compliance, .graph].contains(service) { return false }
        if let wanted = self.service, service != wanted { return false }
        if let target, !subject.target.contains(target.lowercased()) { return false }
        if let cmdlet {
            let pattern = NamePattern(cmdlet)
            guard subject.cmdlets.contains(where: pattern.matches) else { return false }
        }
        if let tenantID, subject.tenantID != tenantID { return false }
        if let caller, caller.names.isDisjoint(with: subject.callers) { return false }
        return true
    }

    var json: JSONObject {
        var object: JSONObject = [:]
        object["service"] = (service?.rawValue).map { .string($0) }
        object["cmdlet"] = cmdlet.map { .string($0) }
        object["tenant"] = tenantID.map { .string($0) }
        object["caller"] = (caller?.name).map { .string($0) }
        object["target"] = target.map { .string($0) }
        return object
    }
}

extension FaultCondition {
    /// Reads `service`, `cmdlet`, `tenant`, `caller`, `target`, each of which must name something that there is.
    ///
    /// - Throws: ``EmulatorError`` that says what does not exist.
    init(_ body: ControlBody, directory: Directory) throws {
        if let name = try body.text("service") {
            guard let known = FaultService.allCases.first(where: { $0.rawValue.lowercased() == name.lowercased() })
            else {
                let names = FaultService.allCases.map(\.rawValue).joined(separator: ", ")
                throw EmulatorError("There is no service \"\(name)\"; there are \(names).")
            }
            service = known
        }
        if let name = try body.text("cmdlet") {
            let pattern = NamePattern(name)
            guard !name.isEmpty, EmulatedCmdlets.catalogue.contains(where: pattern.matches) else {
                let near = EmulatedCmdlets.nearest(to: name)
                let hint = near.isEmpty ? "" : " Near it: \(near.joined(separator: ", "))."
                throw EmulatorError("There is no cmdlet \"\(name)\".\(hint)")
            }
            cmdlet = name
        }
        if let name = try body.text("tenant") {
            guard let tenant = try directory.tenant(matching: name) else {
                let names = try directory.tenants().map(\.defaultDomain).joined(separator: ", ")
                throw EmulatorError("There is no tenant \"\(name)\"; there are \(names).")
            }
            tenantID = tenant.id
        }
        if let name = try body.text("caller") {
            caller = (name, try Self.names(of: name, directory))
        }
        if let text = try body.text("target") {
            try FaultTarget.check(text, directory)
            target = text
        }
    }

    private static func names(of name: String, _ directory: Directory) throws -> Set<String> {
        if let user = try directory.user(name) ?? directory.user(id: name.lowercased()) {
            return [user.id.lowercased(), user.userPrincipalName.lowercased()]
        }
        let id = name.lowercased()
        if try directory.application(id) != nil { return [id] }
        if let principal = try directory.servicePrincipal(objectID: id) { return [id, principal.appID.lowercased()] }
        if try directory.one(ServicePrincipalRecord.self, where: "app_id = ?", [id]) != nil { return [id] }
        throw EmulatorError(
            "There is no caller \"\(name)\": name a user, or the client id or object id of an app or identity."
        )
    }
}
