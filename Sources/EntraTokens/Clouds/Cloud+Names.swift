extension Cloud {
    /// The names of all clouds.
    public static let names = ["commercial", "gcc-high", "dod", "china", "emulator"]

    /// Finds a cloud by its name, in any letter case.
    ///
    /// The names that the official module and Azure CLI use are known too. `gcc` is the commercial cloud.
    ///
    /// - Parameters:
    ///   - name: The name.
    ///   - environment: Variables that say where the emulator is.
    /// - Returns: The cloud.
    /// - Throws: ``TokenError`` with code `unknownCloud`, or `invalidRequest` for a variable that makes no sense.
    public static func named(_ name: String, environment: [String: String] = [:]) throws -> Cloud {
        switch name.lowercased().filter({ $0 != "-" && $0 != "_" && $0 != " " }) {
        case "commercial", "public", "worldwide", "gcc", "o365default", "azurecloud", "azurepublic": return .commercial
        case "gcchigh", "o365usgovgcchigh", "azureusgovernment": return .gccHigh
        case "dod", "o365usgovdod": return .dod
        case "china", "o365china", "azurechinacloud", "azurechina": return .china
        case "emulator": return try .emulator(environment: environment)
        case "germany", "o365germanycloud", "azuregermancloud":
            throw TokenError(code: .unknownCloud, message: "Microsoft closed the cloud Germany in 2021")
        default:
            throw TokenError(
                code: .unknownCloud,
                message: "there is no cloud '\(name.prefix(40))'",
                repair: "the clouds are: \(names.joined(separator: ", "))"
            )
        }
    }
}
