/// Tells by its name what may hold a secret; rather one too many than one too few.
enum SecretName {
    private static let names: Set = [
        "api_key", "apikey", "assertion", "authorization", "azuresharedaccesssignaturetoken", "canary",
        "client_assertion",
        "code_verifier", "device_code", "mrscontentfiltersasuri", "passwordprofile", "passwords", "passwordv2", "pwd",
        "secrets", "temporaryaccesspass", "tokens", "pfx", "pin",
        "secrettext",
        "serviceaccountkeyfiledata", "session_key_jwe", "sharedaccesssignature", "user_code",
    ]
    private static let endings = [
        "accesskey", "accountkey", "appsecretvalue", "bitlockerkey", "clientkey", "connectionstring", "credential",
        "credentials",
        "password", "privatekey", "recoverykey", "secret", "token",
    ]
    /// What ends like a secret and only says where a listing goes on.
    private static let places: Set = [
        "$deltatoken", "$skiptoken", "continuationtoken", "deltatoken", "nexttoken", "pagetoken", "skiptoken",
        "synctoken",
    ]
    /// Parameters of addresses that are secret beside these.
    private static let parameters: Set = ["code", "code_challenge", "nonce", "session_state", "sig", "state"]

    /// Whether a member of JSON, or a property of CLIXML, may be a secret.
    static func isMember(_ name: some StringProtocol) -> Bool {
        let name = name.lowercased()
        guard !places.contains(name) else { return false }
        return names.contains(name) || endings.contains { name.hasSuffix($0) }
    }

    /// Whether a parameter of an address may be one.
    static func isParameter(_ name: String) -> Bool { isMember(name) || parameters.contains(name.lowercased()) }
}
