import EmulatorAdministration
import EmulatorCore
import ExoCrypto
import ExoJSON

/// Tells a client by which name to file a user: the user and the tenant that is home to it.
enum ClientInfo {
    /// The value of `client_info`.
    static func text(_ user: UserRecord) -> String {
        let info: JSONValue = ["uid": .string(user.id), "utid": .string(user.tenantID)]
        return Base64URL.encode(info.serialized())
    }
}
