/// Options that say how tokens are got and renewed.
extension OptionSpec {
    /// Who issues a federated token to what runs there.
    static let assertionIssuers = ["github", "azure-pipelines", "managed-identity"]

    /// All ways, in the groups that help shows.
    static let signInGroups: [CommandSpec.OptionGroup] = [
        .init(
            "A PERSON",
            [
                OptionSpec("device", .flag, "with a code, on any device"),
                OptionSpec("browser", .flag, "in this machine's browser; over ssh it prints a link"),
                OptionSpec("browser-port", .value("port"), "where its answer comes (default: a free one)"),
                OptionSpec("broker", .flag, "with the identity broker of a Linux desktop"),
                OptionSpec("username", .value("user"), "with a password, where nothing else will do"),
                OptionSpec("password-stdin", .flag, "read the password from standard input"),
                OptionSpec("password-file", .value("file"), "read it from a file", completion: .files),
            ]
        ),
        .init(
            "AN APPLICATION",
            [
                OptionSpec("client-id", .value("id"), "the application's id; people need none of their own"),
                OptionSpec("client-secret-file", .value("file"), "its secret, in a file", completion: .files),
                OptionSpec("client-secret-stdin", .flag, "its secret, from standard input"),
                OptionSpec("client-secret-fd", .value("number"), "its secret, from an open descriptor"),
                OptionSpec(
                    "certificate",
                    .value("file"),
                    "its certificate and key, PEM or PKCS#12",
                    completion: .files
                ),
                OptionSpec(
                    "certificate-password-file",
                    .value("file"),
                    "what opens it (asked on a terminal)",
                    completion: .files
                ),
                OptionSpec("certificate-password-env", .value("name"), "or the variable that holds it"),
                OptionSpec("federated-token-file", .value("file"), "a token of another issuer", completion: .files),
                OptionSpec(
                    "federated-token-from",
                    .value("issuer"),
                    "or who issues it: \(assertionIssuers.joined(separator: ", "))",
                    completion: .words(assertionIssuers)
                ),
            ]
        ),
        .init(
            "A MACHINE",
            [
                OptionSpec("managed-identity", .flag, "the managed identity of what exo runs on"),
                OptionSpec("identity-client-id", .value("id"), "a user-assigned one, by its client id"),
                OptionSpec("identity-object-id", .value("id"), "by its object id"),
                OptionSpec("identity-resource-id", .value("id"), "by its resource id"),
            ]
        ),
        .init(
            "ANOTHER PROGRAM",
            [
                OptionSpec("token-command", .value("command"), "prints a token; run without a shell"),
                OptionSpec("token-file", .value("file"), "a file that is kept fresh", completion: .files),
                OptionSpec("azure-cli", .flag, "whoever is signed in to az"),
                OptionSpec("azd", .flag, "whoever is signed in to azd"),
            ]
        ),
        .init(
            "ELSEWHERE",
            [
                OptionSpec("refresh-token-stdin", .flag, "a partner's refresh token, from standard input"),
                OptionSpec(
                    "authority",
                    .value("version"),
                    "v1 for the endpoints of ADAL (default: v2)",
                    completion: .words(["v1", "v2"])
                ),
                OptionSpec("issuer", .value("url"), "another OpenID provider that the tenant trusts"),
            ]
        ),
    ]

    /// All of them, without a place in help: `exo help sign-in` has one for them.
    static let signIn: [OptionSpec] =
        signInGroups.flatMap(\.options).map(\.unlisted) + [
            OptionSpec("client-secret", .value("secret"), "", refusal: secretRefusal("client-secret")),
            OptionSpec("password", .value("password"), "", refusal: secretRefusal("password")),
            OptionSpec("certificate-password", .value("password"), "", refusal: secretRefusal("certificate-password")),
        ]

    private static func secretRefusal(_ name: String) -> String {
        """
        every user of this machine can read the arguments of a running program, and the shell keeps them in its history; \
        use --\(name)-file or --\(name)-\(name == "certificate-password" ? "env" : "stdin")
        """
    }

    /// The same, given any number of times.
    var repeated: OptionSpec {
        var spec = self
        spec.repeats = true
        return spec
    }

    /// The same option, left out of help.
    var unlisted: OptionSpec {
        var option = self
        option.isListed = false
        return option
    }
}
