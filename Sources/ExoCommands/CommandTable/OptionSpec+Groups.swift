internal import EntraTokens

/// Options that several commands share.
extension OptionSpec {
    static let logLevel = OptionSpec(
        "log-level",
        .value("level"),
        "what to log on standard error: error, warning, info or debug (default: warning)",
        completion: .words(LogLevel.allCases.map(\.word))
    )
    static let quiet = OptionSpec("quiet", .flag, "no warnings, notes or progress; errors stay")
    static let profile = OptionSpec("profile", .value("name"), "the settings under that name: exo help configuration")
    static let yes = OptionSpec("yes", .flag, "do not ask; the same as -Confirm:false")
    static let connection = OptionSpec(
        "connection",
        .value("name"),
        "the stored connection to use (default: the current one)",
        completion: .connections
    )
    static let name = OptionSpec("name", .value("name"), "what to call the connection (default: its domain)")
    static let parameters = OptionSpec(
        "parameters",
        .value("file"),
        "parameters as a JSON object in a file; - reads standard input",
        completion: .files
    )
    static let dryRun = OptionSpec("dry-run", .flag, "print the request, also for curl, and do not send it")
    static let timeout = OptionSpec("timeout", .value("seconds"), "how long to wait until a reply begins")
    static let fidelity = OptionSpec(
        "fidelity",
        .value("form"),
        "json, or clixml: nested objects and .NET types too (default: json)",
        completion: .words(["json", "clixml"])
    )
    static let pageSize = OptionSpec("page-size", .value("rows"), "rows a reply, 1 to 1000 (default: 1000)")

    static let noInput = OptionSpec("no-input", .flag, "never ask; what would be asked is refused")

    /// Said by every command.
    static let common: [OptionSpec] = [logLevel, quiet, noInput.unlisted, profile.unlisted]

    /// Said by commands that reach the network.
    static let network: [OptionSpec] = [
        OptionSpec(
            "ca-file",
            .value("file"),
            "trust only the certificate authorities in this PEM file",
            completion: .files
        ),
        OptionSpec("proxy", .value("url"), "the proxy (default: as https_proxy and no_proxy say)"),
        OptionSpec("trace", .value("file"), "write what is sent, without secrets, as a HAR file", completion: .files),
    ]

    /// Ways to hand over a token.
    static let token: [OptionSpec] = [
        OptionSpec("access-token-stdin", .flag, "read the access token from standard input"),
        OptionSpec("access-token-file", .value("file"), "read it from a file only you can read", completion: .files),
        OptionSpec("access-token-fd", .value("number"), "read it from an open file descriptor"),
        OptionSpec("access-token", .value("token"), "", refusal: refusalOfArguments),
    ]

    /// Why a token is never an argument, and what works.
    static let refusalOfArguments = """
        every user of this machine can read the arguments of a running program, and the shell keeps them in its history; \
        use --access-token-stdin, --access-token-file, --access-token-fd or the variable EXO_ACCESS_TOKEN
        """

    /// Whom the token is for.
    static let identity: [OptionSpec] = [
        OptionSpec(
            "user-principal-name",
            .value("user"),
            "the user of the token; for a customer, the partner's"
        ),
        OptionSpec("tenant", .value("domain"), "the tenant a guest works in, beside --user-principal-name"),
        OptionSpec(
            "organization",
            .value("domain"),
            "the organization of an application's token; a domain or tenant id"
        ),
        OptionSpec(
            "delegated-organization",
            .value("domain"),
            "the customer's organization, with a token of its tenant"
        ),
    ]

    /// What a connection may be used for, and what is noted of it.
    static let guards: [OptionSpec] = [
        OptionSpec("read-only", .flag, "only cmdlets that change nothing: Get-, Test-, Search-, Export-, Validate- …"),
        OptionSpec("allow", .value("list"), "only these cmdlets, as 'Get-*,Set-Mailbox'"),
        OptionSpec("confirm-tenant", .flag, "Remove-, Disable-, Clear- and the like need --repeat-tenant <domain>"),
        OptionSpec("no-guard-rails", .flag, "drop the guard rails of the connection that is replaced"),
        OptionSpec("change-log", .value("file"), "note every change before it is sent and after", completion: .files),
        OptionSpec("no-change-log", .flag, "note changes no more"),
    ]

    /// Makes a connection without asking anybody.
    static let lazy = OptionSpec("lazy", .flag, "ask nobody now; the first cmdlet finds out whether it works")

    static let repeatTenant = OptionSpec(
        "repeat-tenant",
        .value("domain"),
        "repeat the tenant's name, where the connection wants that"
    )

    /// What one cmdlet says to the connection.
    static let cmdletGuards: [OptionSpec] = [
        repeatTenant,
        OptionSpec(
            "anchor",
            .value("mailbox"),
            "the mailbox the front door routes by: automatic, application, system, mailbox, or a user's name",
            completion: .words(["automatic", "application", "system", "mailbox"])
        ),
    ]

    static let cloud = OptionSpec(
        "cloud",
        .value("cloud"),
        "commercial, gcc-high, dod, china or emulator (default: commercial)",
        completion: .words(Cloud.names)
    )

    /// Where the token is for.
    static let target: [OptionSpec] = [
        cloud,
        OptionSpec(
            "service",
            .value("service"),
            "exchange or compliance (default: exchange)",
            completion: .words(["exchange", "compliance"])
        ),
    ]
}
