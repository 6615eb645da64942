internal import ExoJSON

/// `exo app federate`: lets another service's token stand for a secret.
enum AppFederate {
    private static let usualAudience = "api://AzureADTokenExchange"
    private static let github = "https://token.actions.githubusercontent.com"

    /// Whose tokens, and which of them.
    private struct Trust {
        var issuer: String
        var subject: String
        var audience: String
    }

    static func run(_ invocation: Invocation, _ context: CommandContext) async throws -> ExitCode {
        let settings = try OutputSettings(invocation, context)
        let removed = invocation.value("remove")
        let trust = try trust(invocation)
        guard (removed == nil) != (trust == nil) else {
            throw invocation.usageError(
                "whose tokens are to be trusted?",
                details: ["give --github OWNER/REPO:WHAT, or --issuer and --subject, or --remove NAME"]
            )
        }
        let name = invocation.value("name")
        let graph = try await GraphConnection(invocation, context).client
        let app = try await AppDirectory(graph: graph).application(invocation.argument(0) ?? "")
        let set = "applications/\(app.id)/federatedIdentityCredentials"
        let before = try await graph.objects(set, to: "see the federated credentials")
        guard let trust else {
            return try await remove(removed ?? "", from: app, before, set, graph, context)
        }
        let chosen = name ?? Self.name(for: trust.subject)
        let same = before.first {
            $0["issuer"]?.stringValue == trust.issuer && $0["subject"]?.stringValue == trust.subject
        }
        if let same {
            guard same["audiences"]?.arrayValue == [.string(trust.audience)] else {
                throw CommandError(
                    .failed,
                    "'\(app.name)' trusts this subject already, for another audience; nothing was changed",
                    repair: "exo app federate \(app.appID) --remove \(same["name"]?.stringValue ?? "NAME")"
                )
            }
            context.errors.note("'\(app.name)' trusted \(trust.subject) before")
        } else {
            let body: JSONObject = [
                "name": .string(chosen), "issuer": .string(trust.issuer), "subject": .string(trust.subject),
                "audiences": [.string(trust.audience)],
            ]
            try await graph.post(set, body, to: "trust the issuer")
        }
        let facts: JSONObject = [
            "AppId": .string(app.appID), "Name": same?["name"] ?? .string(chosen), "Issuer": .string(trust.issuer),
            "Subject": .string(trust.subject), "Audience": .string(trust.audience),
        ]
        try settings.printOne(facts, context)
        return .done
    }

    private static func trust(_ invocation: Invocation) throws -> Trust? {
        let audience = invocation.value("audience") ?? usualAudience
        let (issuer, subject) = (invocation.value("issuer"), invocation.value("subject"))
        guard let repository = invocation.value("github") else {
            guard let issuer, let subject else {
                guard issuer == nil, subject == nil else {
                    throw invocation.usageError("--issuer and --subject belong together")
                }
                return nil
            }
            guard issuer.hasPrefix("https://"), !subject.isEmpty else {
                throw invocation.usageError("--issuer is an https address and --subject is not empty")
            }
            return Trust(issuer: issuer, subject: subject, audience: audience)
        }
        guard issuer == nil, subject == nil else {
            throw invocation.usageError("--github names issuer and subject; give it or them, not both")
        }
        let parts = repository.split(separator: ":", maxSplits: 1)
        guard parts.count == 2, parts[0].split(separator: "/", omittingEmptySubsequences: false).count == 2,
            !parts[0].hasPrefix("/"), !parts[0].hasSuffix("/"), isWorkflowPart(String(parts[1]))
        else {
            throw invocation.usageError(
                "--github takes OWNER/REPO:ref:refs/heads/BRANCH, OWNER/REPO:environment:NAME or OWNER/REPO:pull_request"
            )
        }
        return Trust(issuer: github, subject: "repo:\(repository)", audience: audience)
    }

    private static func isWorkflowPart(_ text: String) -> Bool {
        text == "pull_request"
            || ["ref:refs/heads/", "ref:refs/tags/", "environment:"].contains {
                text.hasPrefix($0) && text.count > $0.count
            }
    }

    /// A name of the letters that one may have, made of the subject.
    private static func name(for subject: String) -> String {
        let letters = subject.map { letter -> Character in
            letter.isASCII && (letter.isLetter || letter.isNumber) ? letter : "-"
        }
        let name = String(letters.prefix(120))
        return name.count < 3 ? name + "-exo" : name
    }

    private static func remove(
        _ name: String,
        from app: RegisteredApp,
        _ before: [JSONObject],
        _ set: String,
        _ graph: GraphClient,
        _ context: CommandContext
    ) async throws -> ExitCode {
        let found = before.first { $0["name"]?.stringValue == name || $0["id"]?.stringValue == name }
        guard let id = found?["id"]?.stringValue else {
            throw CommandError(
                .failed,
                "'\(app.name)' has no federated credential '\(name)'",
                details: DidYouMean.lines(name, among: before.compactMap { $0["name"]?.stringValue }),
                repair: "exo app show \(app.appID)"
            )
        }
        try await graph.delete("\(set)/\(id)", to: "remove the federated credential")
        context.errors.note("removed the federated credential '\(name)'")
        return .done
    }
}
