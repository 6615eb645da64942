package import EmulatorCore
import ExoCrypto

#if canImport(FoundationEssentials)
package import FoundationEssentials
#else
package import Foundation
#endif

/// Whose credentials are changed: those of an app registration or of one service principal.
package struct CredentialHolder: Sendable, Hashable {
    package var appID: String
    /// The object id of the registration or service principal.
    package var objectID: String
    /// The service principal that alone has the credential; `nil` for the registration's own.
    package var principalID: String?

    package init(_ application: ApplicationRecord) {
        appID = application.appID
        objectID = application.objectID
        principalID = nil
    }

    package init(_ principal: ServicePrincipalRecord) {
        appID = principal.appID
        objectID = principal.objectID
        principalID = principal.objectID
    }
}

/// The secrets of apps.
package struct ClientSecrets: Sendable {
    /// A new secret: what the store keeps, and the text that is never shown again.
    package struct New: Sendable, CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
        package var record: ClientSecretRecord
        package var text: String

        package var description: String { "ClientSecrets.New(\(record.keyID))" }
        package var debugDescription: String { description }
        package var customMirror: Mirror { Mirror(self, children: []) }
    }

    private static let alphabet = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789~._-".utf8)
    private static let defaultLifetime: TimeInterval = 2 * 365 * 86_400

    package let administration: Administration

    package init(administration: Administration) {
        self.administration = administration
    }

    /// The secrets of an app registration or service principal.
    package func list(of holder: CredentialHolder) throws -> [ClientSecretRecord] {
        try administration.directory.secrets(of: holder.appID).filter { $0.principalID == holder.principalID }
    }

    /// Makes a secret.
    ///
    /// - Parameters:
    ///   - holder: Whose it is.
    ///   - displayName: What people call it.
    ///   - start: When it begins to be valid; now by default.
    ///   - end: When it ends; two years after its start by default.
    /// - Returns: The secret, the only time its text is seen.
    /// - Throws: ``AdministrationError`` for dates that make no sense.
    package func add(
        to holder: CredentialHolder,
        displayName: String? = nil,
        start: Date? = nil,
        end: Date? = nil
    ) throws -> New {
        let start = start ?? administration.now
        let end = end ?? start.addingTimeInterval(Self.defaultLifetime)
        guard end > start, end > administration.now else {
            throw AdministrationError(
                "Credential lifetime is not valid: it ends before it begins or has ended already."
            )
        }
        guard displayName.map({ $0.count <= 256 }) ?? true else {
            throw AdministrationError.invalid("displayName", of: "PasswordCredential")
        }
        guard try administration.directory.application(holder.appID) != nil else {
            throw AdministrationError("Credentials cannot be added to an application that Microsoft registered.")
        }
        let text = try Self.makeText()
        let record = ClientSecretRecord(
            appID: holder.appID,
            keyID: Administration.newID(),
            hash: try PasswordHash.make(Array(text.utf8), iterations: Administration.hashIterations),
            hint: String(text.prefix(3)),
            displayName: displayName,
            expiresOn: end,
            startsOn: start,
            principalID: holder.principalID
        )
        try administration.tellingCredentials(of: holder) { try administration.directory.insert(record) }
        return New(record: record, text: text)
    }

    /// Removes a secret.
    package func remove(_ keyID: String, from holder: CredentialHolder) throws {
        guard let id = Administration.identifier(keyID), try list(of: holder).contains(where: { $0.keyID == id }) else {
            throw AdministrationError("No password credential found with keyId '\(keyID)'.")
        }
        try administration.tellingCredentials(of: holder) {
            try administration.directory.deleteSecret(keyID: id, of: holder.appID)
        }
    }

    // Three characters, "8Q~", then the rest: forty, as the service makes them.
    private static func makeText() throws -> String {
        let letters = alphabet.prefix(62)
        var bytes: [UInt8] = []
        while bytes.count < 37 {
            for byte in try RandomBytes.make(64) where bytes.count < 37 {
                let choices = bytes.count < 3 ? Array(letters) : alphabet
                // What would make some characters likelier than others is thrown away.
                let limit = 256 - 256 % choices.count
                if Int(byte) < limit { bytes.append(choices[Int(byte) % choices.count]) }
            }
        }
        return String(decoding: bytes.prefix(3) + Array("8Q~".utf8) + bytes.dropFirst(3), as: UTF8.self)
    }
}
