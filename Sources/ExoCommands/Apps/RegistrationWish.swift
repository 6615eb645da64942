internal import EntraTokens

/// What the command line of `exo app register` asks for.
struct RegistrationWish: Sendable {
    /// What to call it.
    var name: String
    /// Whether it acts in its own name.
    var isAppOnly: Bool
    /// Whether other organizations may use it.
    var isForManyTenants: Bool
    /// Whether consent is given for the whole tenant.
    var isGranted: Bool
    /// Where a new key goes; `nil` makes none.
    var keyFile: String?
    /// How many days the key is good.
    var days: Int
    /// What it is given beside the registration.
    var gifts: AppWish

    /// Reads options.
    ///
    /// - Throws: ``UsageError``.
    init(_ invocation: Invocation) throws {
        name = ConnectionIdentity.trimmed(invocation.argument(0) ?? "")
        guard (1...256).contains(name.count) else {
            throw invocation.usageError("an application's name has 1 to 256 characters")
        }
        isAppOnly = invocation.has("app-only")
        isForManyTenants = invocation.has("multi-tenant")
        isGranted = invocation.has("grant")
        gifts = try AppWish(invocation, isAppOnly: isAppOnly)
        keyFile = invocation.value("write-key")
        days = try Validity.days(invocation, usual: 365)
        guard keyFile == nil || isAppOnly else {
            throw invocation.usageError("--write-key belongs to --app-only: users sign in without a key")
        }
        guard keyFile != nil || invocation.value("days") == nil else {
            throw invocation.usageError("--days belongs to --write-key")
        }
    }
}
