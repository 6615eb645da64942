import EmulatorAdministration
import EmulatorCore

/// What a `scope` or `resource` parameter asks for.
package struct ScopeRequest: Sendable, Equatable {
    /// What is asked of one resource.
    package struct Target: Sendable, Equatable {
        /// The resource as it was named.
        package var identifier: String
        /// Scopes asked for by name.
        var scopes: [String]
        /// Whether everything granted before is asked for (`.default`).
        var isDefault: Bool
        /// What stood before the first scope asked for: the resource with a slash, or nothing.
        fileprivate var prefix: String
        /// The scopes as they were asked for, by their names in small letters.
        fileprivate var written: [String: String] = [:]

        package init(identifier: String, scopes: [String], isDefault: Bool) {
            self.identifier = identifier
            self.scopes = scopes
            self.isDefault = isDefault
            prefix = identifier + "/"
        }

        /// A scope as the client calls it: clients look for a token under the very words they asked by.
        func name(of scope: String) -> String { written[scope.lowercased()] ?? prefix + scope }

        /// Whether a scope was asked for by name.
        func names(_ scope: String) -> Bool { written[scope.lowercased()] != nil }

        /// Adds a scope as it was asked for.
        fileprivate mutating func add(_ scope: String, asked word: String) {
            if written.isEmpty { prefix = String(word.dropLast(scope.count)) }
            if written.updateValue(word, forKey: scope.lowercased()) != nil { return }
            if scope.lowercased() == ScopeRequest.defaultScope { isDefault = true } else { scopes.append(scope) }
        }
    }

    /// Scopes of OpenID Connect, which belong to no resource.
    static let openIDScopes = ["openid", "profile", "email", "offline_access"]
    static let defaultScope = ".default"

    /// The scopes of OpenID Connect that were asked for, in their order.
    var openID: [String] = []
    /// The resources, in the order in which they first appear.
    var targets: [Target] = []

    /// Asks for nothing.
    init() {}

    /// Asks for a resource the v1.0 way.
    init(resource: String) { targets = [Target(identifier: resource, scopes: [], isDefault: true)] }

    /// Asks as a sign-in by the v1.0 endpoint does, which always asks for the user, too.
    ///
    /// - Parameter resource: The resource; empty where none was named.
    init(signInFor resource: String) {
        self = resource.isEmpty ? Self() : Self(resource: resource)
        openID = ["openid", "profile", "offline_access"]
    }

    /// Reads a `scope`.
    ///
    /// - Parameter text: Scopes with blanks between them.
    /// - Throws: ``EntraError`` 70011 when it is malformed or mixes `.default` with named scopes of the same resource.
    init(parsing text: String) throws {
        for word in text.split(whereSeparator: \.isWhitespace).map(String.init) {
            guard word.utf8.allSatisfy({ (0x21...0x7E).contains($0) && $0 != 0x22 && $0 != 0x5C }) else {
                throw EntraError.invalidScope("a scope holds a character that is not allowed")
            }
            if Self.openIDScopes.contains(word.lowercased()) {
                let scope = word.lowercased()
                if !openID.contains(scope) { openID.append(scope) }
                continue
            }
            let (identifier, scope) = Self.split(word)
            guard !identifier.isEmpty, !scope.isEmpty else {
                throw EntraError.invalidScope("the scope \(word) names no resource or no permission")
            }
            add(scope, of: identifier, asked: word)
        }
        for target in targets where target.isDefault && !target.scopes.isEmpty {
            throw EntraError.invalidScope(
                ".default cannot be combined with other scopes of the resource \(target.identifier)"
            )
        }
    }

    /// Whether an id token is asked for.
    var asksForIDToken: Bool { openID.contains("openid") }
    /// Whether a refresh token is asked for.
    var asksForRefreshToken: Bool { openID.contains("offline_access") }
    /// Whether nothing is asked for.
    package var isEmpty: Bool { openID.isEmpty && targets.isEmpty }

    /// The one resource asked for; Graph when only scopes of OpenID Connect are.
    ///
    /// - Throws: ``EntraError`` 28000 when there are several.
    package func target() throws -> Target {
        guard targets.count <= 1 else { throw EntraError.severalResources }
        return targets.first ?? Self.profile
    }

    /// What a request for scopes of OpenID Connect alone gets.
    static let profile = {
        var target = Target(identifier: ResourceAPI.graph, scopes: [], isDefault: false)
        target.prefix = ""
        return target
    }()

    private mutating func add(_ scope: String, of identifier: String, asked word: String) {
        let known = targets.firstIndex { $0.identifier.lowercased() == identifier.lowercased() }
        if known == nil { targets.append(Target(identifier: identifier, scopes: [], isDefault: false)) }
        targets[known ?? targets.count - 1].add(scope, asked: word)
    }

    // `https://service//.default` belongs to the resource `https://service/`: only one slash separates.
    private static func split(_ word: String) -> (identifier: String, scope: String) {
        guard let slash = word.lastIndex(of: "/") else { return (ResourceAPI.graphIdentifier, word) }
        return (String(word[..<slash]), String(word[word.index(after: slash)...]))
    }
}
