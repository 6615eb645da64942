import EmulatorCore
import ExoJSON

/// What a command line needs to know of a cloud before anybody signs in.
struct CloudMetadata: Sendable {
    /// Audiences of Resource Manager, the one that clients use first.
    private static let audiences: JSONValue = [
        "https://management.core.windows.net/", "https://management.azure.com/",
    ]

    /// Scheme, host and port of the emulator as the client reached it.
    let origin: String

    /// The document in the form of a version.
    ///
    /// - Parameter version: The date of the version: before 2018 one flat object, before 2022 a list of clouds, then one.
    /// - Returns: The document.
    func document(_ version: String) -> JSONValue {
        if version < "2018-01-01" { return .object(flat) }
        return version < "2022-01-01" ? [.object(cloud)] : .object(cloud)
    }

    private var flat: JSONObject {
        [
            "galleryEndpoint": .string("\(origin)/"),
            "graphEndpoint": "https://graph.windows.net/",
            "portalEndpoint": .string("\(origin)/"),
            "authentication": ["loginEndpoint": .string("\(origin)/"), "audiences": Self.audiences],
        ]
    }

    private var cloud: JSONObject {
        [
            "name": "ExoEmulator",
            "portal": .string("\(origin)/"),
            "authentication": [
                "loginEndpoint": .string(origin), "audiences": Self.audiences, "tenant": "common",
                "identityProvider": "AAD",
            ],
            "graphAudience": "https://graph.windows.net/",
            "graph": "https://graph.windows.net/",
            "microsoftGraphResourceId": .string("\(origin)/graph"),
            "resourceManager": .string("\(origin)/"),
            "gallery": .string("\(origin)/"),
            "suffixes": [:],
        ]
    }
}
