internal import ExoJSON

/// `exo app list`.
enum AppList {
    static func run(_ invocation: Invocation, _ context: CommandContext) async throws -> ExitCode {
        let settings = try OutputSettings(invocation, context)
        let connection = try await GraphConnection(invocation, context)
        let query = ["$select": "id,appId,displayName,signInAudience,createdDateTime", "$top": "999"]
        let all = try await connection.client.objects("applications", query, to: "list the applications")
        let wanted = invocation.argument(0) ?? ""
        let rows = try all.map { try RegisteredApp($0) }.filter { matches($0.name, wanted) }
            .sorted { ($0.name.lowercased(), $0.appID) < ($1.name.lowercased(), $1.appID) }
            .map(row)
        try settings.print(rows, properties: names, context)
        if rows.isEmpty { context.errors.note("no application's name holds '\(wanted)'") }
        return .done
    }

    private static let names = ["DisplayName", "AppId", "SignInAudience", "CreatedDateTime"]

    private static func row(_ app: RegisteredApp) -> JSONObject {
        [
            "DisplayName": .string(app.name),
            "AppId": .string(app.appID),
            "SignInAudience": app.object["signInAudience"] ?? .null,
            "CreatedDateTime": app.object["createdDateTime"] ?? .null,
        ]
    }

    private static func matches(_ name: String, _ text: String) -> Bool {
        if WildcardPattern.isOne(text) { return WildcardPattern(text).matches(name) }
        return text.isEmpty || name.lowercased().contains(text.lowercased())
    }
}
