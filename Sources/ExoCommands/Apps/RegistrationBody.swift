internal import ExoJSON

/// What Microsoft Graph is sent to register an application.
enum RegistrationBody {
    /// The body.
    ///
    /// - Throws: `CryptoError` when the certificate cannot be read.
    static func make(
        _ name: String,
        _ permission: RegisteredApp.Permission,
        _ key: KeyFiles?,
        isForManyTenants: Bool
    ) throws -> JSONObject {
        var wanted: [JSONValue] = [access(permission)]
        var registration: JSONObject = [
            "displayName": .string(name),
            "signInAudience": isForManyTenants ? "AzureADMultipleOrgs" : "AzureADMyOrg",
        ]
        if !permission.isRole {
            registration["isFallbackPublicClient"] = true
            registration["publicClient"] = ["redirectUris": ["http://localhost"]]
            // User.Read, which every sign-in asks for.
            wanted.append(
                access(
                    RegisteredApp.Permission(
                        resourceAppID: AppDirectory.graphAppID,
                        id: "e1fe6dd8-ba31-4d61-89e7-88639da4683d",
                        isRole: false
                    )
                )
            )
        }
        registration["requiredResourceAccess"] = .array(wanted)
        if let key {
            registration["keyCredentials"] = [
                .object(try CertificateCredential(certificate: key.certificate).object)
            ]
        }
        return registration
    }

    private static func access(_ permission: RegisteredApp.Permission) -> JSONValue {
        [
            "resourceAppId": .string(permission.resourceAppID),
            "resourceAccess": [["id": .string(permission.id), "type": permission.isRole ? "Role" : "Scope"]],
        ]
    }
}
