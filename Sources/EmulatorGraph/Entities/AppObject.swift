import EmulatorAdministration
import EmulatorCore
import ExoJSON

/// What an app registration and a service principal show alike.
struct AppObject: Sendable {
    /// Addresses that an app may name for people who use it; none is named here.
    static let info: JSONValue = [
        "logoUrl": nil, "marketingUrl": nil, "privacyStatementUrl": nil, "supportUrl": nil, "termsOfServiceUrl": nil,
    ]
    static let verifiedPublisher: JSONValue = [
        "addedDateTime": nil, "displayName": nil, "verifiedPublisherId": nil,
    ]

    let directory: Directory
    let holder: CredentialHolder
    /// Whether certificates are shown themselves.
    let showsKeys: Bool

    /// Adds the members to an object, and in their place those that are kept as they came.
    ///
    /// - Parameters:
    ///   - object: The object.
    ///   - application: The registration, where this tenant knows it.
    ///   - kept: The names of properties that mean nothing to the emulator.
    ///   - document: Their values.
    /// - Throws: `DatabaseError`.
    func complete(
        _ object: inout JSONObject,
        of application: ApplicationRecord?,
        keeping kept: [String],
        from document: JSONObject
    ) throws {
        object["deletedDateTime"] = .null
        object["applicationTemplateId"] = .null
        object["disabledByMicrosoftStatus"] =
            application?.isDisabledByMicrosoft == true ? "DisabledDueToViolationOfServicesAgreement" : .null
        object["info"] = Self.info
        object["verifiedPublisher"] = Self.verifiedPublisher
        object["keyCredentials"] = .array(
            try directory.keyCredentials(of: holder.appID).filter { $0.principalID == holder.principalID }.map {
                .object(CredentialEntity.key($0, showsKey: showsKeys))
            }
        )
        object["passwordCredentials"] = .array(
            try directory.secrets(of: holder.appID).filter { $0.principalID == holder.principalID }.map {
                .object(CredentialEntity.secret($0))
            }
        )
        for name in ["addIns", "tags"] { object[name] = [] }
        for name in ["description", "notes", "tokenEncryptionKeyId"] { object[name] = .null }
        for name in kept { if let value = document[name] { object[name] = value } }
    }
}
