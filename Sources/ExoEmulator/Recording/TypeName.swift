/// The names of the types that objects have in PowerShell.
enum TypeName {
    private static let spaces = ["System.", "Microsoft.", "Deserialized.System.", "Deserialized.Microsoft."]

    /// Whether a type is of the platform or of the service, and so names nobody.
    static func isOfTheService(_ name: String) -> Bool { spaces.contains(where: name.hasPrefix) }
}
