/// The commands that register applications, through Microsoft Graph.
extension CommandTable {
    static let app: CommandSpec = {
        var group = CommandSpec("app", "Register applications, as the Entra portal does.")
        group.discussion = """
            They go through Microsoft Graph, with a token for it: EXO_GRAPH_TOKEN, one that an option names, or one got by a \
            way to sign in (exo help sign-in), of a connection or given here. APP is a client id, an object id or a name.
            """
        group.subcommands = [
            appRegister, appList, appShow, appGrant, appSecret, appCertificate, appFederate, appRemove,
        ]
        return group
    }()

    /// How Graph is reached with a token or a connection.
    private static let graphWay = OptionSpec.token + [.connection, .cloud] + OptionSpec.network
    /// And by the ways to sign in, which have a page of their own.
    private static let graphSignIn =
        graphWay
        + (OptionSpec.signIn + OptionSpec.identity.filter { $0.name != "delegated-organization" }).map(\.unlisted)
    private static let graphOptions = graphSignIn + OptionSpec.output + OptionSpec.common
    private static let graphToken = CommandSpec.Line(
        "EXO_GRAPH_TOKEN",
        "the token for Microsoft Graph, else EXO_ACCESS_TOKEN, where no option names another way"
    )
    private static let role = OptionSpec(
        "role",
        .value("role"),
        "directory role of an application on its own, or none (default: Exchange Administrator)"
    )
    private static let assignmentRequired = OptionSpec(
        "assignment-required",
        .flag,
        "only who is assigned may sign in"
    )
    private static let assign = OptionSpec(
        "assign",
        .value("names"),
        "assign these users and groups; commas between them"
    )
    private static let writeKey = OptionSpec(
        "write-key",
        .value("file"),
        "make a key with its certificate in this new file (mode 0600), the certificate beside it",
        completion: .files
    )
    private static let days = OptionSpec("days", .value("number"), "how long it is good (default: 365; a secret 180)")

    private static func one(_ name: String, _ summary: String) -> CommandSpec {
        var spec = CommandSpec(name, summary)
        spec.arguments = [.init("app", "its client id, object id or name")]
        spec.environment = [graphToken]
        return spec
    }

    private static let appRegister: CommandSpec = {
        var spec = CommandSpec("register", "Register an application that may ask for Exchange Online.")
        spec.discussion = """
            For users who sign in (Exchange.Manage), or with --app-only for itself (Exchange.ManageAsApp). A name that is \
            registered already is told and not registered twice.
            """
        spec.arguments = [.init("name", "what to call it")]
        spec.options =
            [
                OptionSpec("app-only", .flag, "it acts in its own name, without a user"),
                OptionSpec("grant", .flag, "consent for the whole tenant, and give the role"), role, writeKey, days,
                assign, assignmentRequired,
                OptionSpec("multi-tenant", .flag, "other organizations may use it too"),
            ] + graphOptions
        spec.examples = [
            .init("exo app register \"Nightly report\" --app-only --write-key report.pem --grant"),
            .init("exo app register \"Helpdesk\" --assign adele@contoso.com --assignment-required"),
        ]
        spec.environment = [graphToken]
        spec.body = { try await AppRegister.run($0, $1) }
        return spec
    }()

    private static let appList: CommandSpec = {
        var spec = CommandSpec("list", "List the applications that are registered in the tenant.")
        spec.arguments = [.init("text", "part of the name, as in report or Night*", isOptional: true)]
        spec.options = graphOptions
        spec.examples = [.init("exo app list report --output csv")]
        spec.environment = [graphToken]
        spec.body = { try await AppList.run($0, $1) }
        return spec
    }()

    private static let appShow: CommandSpec = {
        var spec = one("show", "Show what an application asks for, was granted, has and who may use it.")
        spec.options = graphOptions
        spec.examples = [.init("exo app show \"Nightly report\" --columns AppId,Granted,NotGranted,DirectoryRoles")]
        spec.body = { try await AppShow.run($0, $1) }
        return spec
    }()

    private static let appGrant: CommandSpec = {
        var spec = one("grant", "Consent for the whole tenant to what an application asks for; give the role.")
        spec.discussion = "What is there already is told and stays as it is."
        spec.options = [role, assign, assignmentRequired] + graphOptions
        spec.examples = [.init("exo app grant \"Nightly report\" --role \"Exchange Recipient Administrator\"")]
        spec.body = { try await AppGrant.run($0, $1) }
        return spec
    }()

    private static let appSecret: CommandSpec = {
        var spec = one("secret", "Make a client secret, or remove one.")
        spec.discussion = "Nobody can see a secret again; a certificate is safer."
        spec.options =
            [
                OptionSpec(
                    "write-secret",
                    .value("file"),
                    "write it to this new file (mode 0600), without a line end",
                    completion: .files
                ), OptionSpec("print", .flag, "print it on standard output"),
                OptionSpec("name", .value("name"), "what to call it (default: exo)"), days,
                OptionSpec("remove", .value("id"), "remove the secret with this id or name"),
            ] + graphOptions
        spec.examples = [.init("exo app secret \"Nightly report\" --write-secret report.secret")]
        spec.body = { try await AppSecret.run($0, $1) }
        return spec
    }()

    private static let appCertificate: CommandSpec = {
        var spec = one("certificate", "Give an application a certificate, made on the spot or your own.")
        spec.options =
            [
                writeKey, days,
                OptionSpec("add", .value("file"), "add the certificate in this PEM or DER file", completion: .files),
                OptionSpec("remove", .value("id"), "remove the one with this thumbprint or id"),
            ] + graphOptions
        spec.examples = [.init("exo app certificate \"Nightly report\" --write-key report.pem --days 90")]
        spec.body = { try await AppCertificate.run($0, $1) }
        return spec
    }()

    private static let appFederate: CommandSpec = {
        var spec = one("federate", "Let a pipeline's or cluster's own token stand for a secret.")
        spec.options =
            [
                OptionSpec("github", .value("repo"), "GitHub Actions: OWNER/REPO:ref:refs/heads/BRANCH and the like"),
                OptionSpec("issuer", .value("url"), "who issues the tokens"),
                OptionSpec("subject", .value("text"), "whose tokens (sub)"),
                OptionSpec("audience", .value("text"), "for whom (default: api://AzureADTokenExchange)"),
                OptionSpec("name", .value("name"), "what to call it (default: made of the subject)"),
                OptionSpec("remove", .value("id"), "remove the one with this name or id"),
            ] + graphWay + OptionSpec.output + OptionSpec.common
        spec.examples = [.init("exo app federate \"Nightly report\" --github contoso/reports:ref:refs/heads/main")]
        spec.body = { try await AppFederate.run($0, $1) }
        return spec
    }()

    private static let appRemove: CommandSpec = {
        var spec = one("remove", "Remove an application; for 30 days it can be brought back.")
        spec.options = [.yes] + graphSignIn + OptionSpec.common
        spec.examples = [.init("exo app remove \"Nightly report\" --yes")]
        spec.body = { try await AppRemove.run($0, $1) }
        return spec
    }()
}
