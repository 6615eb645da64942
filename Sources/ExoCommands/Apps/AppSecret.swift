internal import ExoJSON

#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif

/// `exo app secret`: a new client secret goes into a file, or is printed where that was asked for; or an old one is removed.
enum AppSecret {
    static func run(_ invocation: Invocation, _ context: CommandContext) async throws -> ExitCode {
        let settings = try OutputSettings(invocation, context)
        let file = invocation.value("write-secret")
        let isPrinted = invocation.has("print")
        let removed = invocation.value("remove")
        guard [file != nil, isPrinted, removed != nil].count(where: \.self) == 1 else {
            throw invocation.usageError(
                "what is to become of the secret?",
                details: ["give one of --write-secret FILE, --print and --remove ID"]
            )
        }
        let days = try Validity.days(invocation, usual: 180)
        let label = invocation.value("name") ?? "exo"
        if let file { try KeyFiles.refuseToReplace(file) }
        let graph = try await GraphConnection(invocation, context).client
        let app = try await AppDirectory(graph: graph).application(invocation.argument(0) ?? "")
        if let removed { return try await remove(removed, from: app, graph, context) }
        let end = context.now().addingTimeInterval(Double(days) * 86_400)
        let wish: JSONObject = [
            "passwordCredential": ["displayName": .string(label), "endDateTime": .string(UTCTime.text(end))]
        ]
        let made = try await graph.post("applications/\(app.id)/addPassword", wish, to: "make a secret")
        guard let text = made["secretText"]?.stringValue, let id = made["keyId"]?.stringValue else {
            throw CommandError(.failed, "Microsoft Graph made a secret and did not say it")
        }
        var facts: JSONObject = [
            "AppId": .string(app.appID), "KeyId": .string(id), "EndDateTime": made["endDateTime"] ?? .null,
        ]
        if let file {
            do { try PrivateFile.replace(file, with: Array(text.utf8)) } catch {
                // A secret that nobody has is of no use, and could be of harm.
                try await withdraw(id, of: app, graph)
                throw error
            }
            facts["SecretFile"] = .string(file)
        } else if !settings.isAsked {
            try context.output.line(text)
            return .done
        } else {
            facts["SecretText"] = .string(text)
        }
        try settings.printOne(facts, context)
        return .done
    }

    private static func remove(
        _ word: String,
        from app: RegisteredApp,
        _ graph: GraphClient,
        _ context: CommandContext
    ) async throws -> ExitCode {
        let secrets = app.object["passwordCredentials"]?.arrayValue ?? []
        let ids = secrets.filter { $0["displayName"]?.stringValue == word }.compactMap { $0["keyId"]?.stringValue }
        let found = secrets.compactMap { $0["keyId"]?.stringValue }.filter { $0.lowercased() == word.lowercased() }
        guard let id = found.first ?? (ids.count == 1 ? ids[0] : nil) else {
            throw CommandError(
                .failed,
                ids.count > 1
                    ? "\(ids.count) secrets of '\(app.name)' are called '\(word)'; name one by its id"
                    : "'\(app.name)' has no secret '\(word)'",
                repair: "exo app show \(app.appID)"
            )
        }
        try await withdraw(id, of: app, graph)
        context.errors.note("removed the secret \(id); tokens got with it last until they end")
        return .done
    }

    private static func withdraw(_ id: String, of app: RegisteredApp, _ graph: GraphClient) async throws {
        let path = "applications/\(app.id)/removePassword"
        try await graph.post(path, ["keyId": .string(id)], to: "remove the secret")
    }
}
