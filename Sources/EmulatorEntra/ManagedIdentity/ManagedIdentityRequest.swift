import EmulatorAdministration
import EmulatorCore
import ExoJSON
import HTTPServer

/// For which identity, and for which resource, a token is asked.
package struct ManagedIdentityRequest: Sendable {
    /// How an identity is named.
    package enum Selector: Sendable, Equatable {
        /// The machine's own, or the only one it was given.
        case unnamed
        case clientID(String)
        case objectID(String)
        /// The identity's Azure resource.
        case resourceID(String)
    }

    private static let longest = 2048

    let selector: Selector
    /// The resource as it was named, without `/.default`.
    let resource: String
    /// Capabilities the client announced.
    let capabilities: [String]

    /// Reads a query.
    ///
    /// - Parameters:
    ///   - fields: The query.
    ///   - names: How the shape names the identity: the fields for a client id, an object id and a resource.
    /// - Throws: ``ManagedIdentityRefusal``.
    init(_ fields: FormFields, names: (clientID: [String], objectID: [String], resourceID: [String])) throws {
        func first(_ names: [String]) -> String? { names.lazy.compactMap { fields.value(ignoringCase: $0) }.first }
        let given: [Selector] = [
            first(names.clientID).map(Selector.clientID), first(names.objectID).map(Selector.objectID),
            first(names.resourceID).map(Selector.resourceID),
        ].compactMap(\.self)
        guard given.count <= 1 else {
            throw ManagedIdentityRefusal(
                "Only one of \(names.clientID[0]), \(names.objectID.first ?? "object_id") and "
                    + "\(names.resourceID.first ?? "resource id") may be given"
            )
        }
        selector = given.first ?? .unnamed
        guard let resource = fields["resource"] else {
            throw ManagedIdentityRefusal("Missing required parameter: resource")
        }
        guard resource.utf8.count <= Self.longest, !fields.repeats("resource") else {
            throw ManagedIdentityRefusal("Invalid value of the parameter resource")
        }
        self.resource = Self.withoutScope(resource)
        capabilities = fields["xms_cc"]?.split(separator: ",").prefix(8).map { String($0.prefix(32)) } ?? []
    }

    /// A resource that was given as a scope: one slash separates, what stands before it is the resource.
    static func withoutScope(_ text: String) -> String {
        text.lowercased().hasSuffix("/.default") ? String(text.dropLast("/.default".count)) : text
    }
}

/// A request for an identity's token that is malformed or names no identity.
struct ManagedIdentityRefusal: Error, Sendable {
    let message: String

    init(_ message: String) { self.message = message }

    /// No such identity.
    static let notFound = ManagedIdentityRefusal("Identity not found")
    /// There are several, and none is the machine's own.
    static let ambiguous = ManagedIdentityRefusal(
        "Multiple user assigned identities exist, please specify the clientId / resourceId of the identity in the token request"
    )
}
