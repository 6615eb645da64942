import EmulatorAdministration
import EmulatorCore
import ExoJSON

extension EmulatorSettings {
    /// The switches by name.
    var json: JSONObject {
        let values = current
        return [
            "tokenLifetime": values.tokenLifetime.map { .integer(Int64($0)) } ?? .null,
            "cursorLifetime": .integer(Int64(values.cursorLifetime)),
            "errorShape": .string(values.errorShape.rawValue),
            "forbiddenBody": .string(values.forbiddenBody.rawValue),
            "redirectsExchange": .bool(values.redirectsExchange),
            "acceptsGetOnNextLink": .bool(values.acceptsGetOnNextLink),
            "selectAddsMinimum": .bool(values.selectAddsMinimum),
            "enforcesGraphPermissions": .bool(values.enforcesGraphPermissions),
            "cloudShellUser": .string(values.cloudShellUser),
            "sendsSlowDown": .bool(values.sendsSlowDown),
            "refusesReplayedAssertions": .bool(values.refusesReplayedAssertions),
            "refusesReusedRefreshTokens": .bool(values.refusesReusedRefreshTokens),
            "refusesRepeatedRequests": .bool(values.refusesRepeatedRequests),
            "accessTokensHaveNonce": .bool(values.accessTokensHaveNonce),
            "exchangeRoleOpensCompliance": .bool(values.exchangeRoleOpensCompliance),
        ]
    }

    /// How many seconds those may be that are spans of time.
    private static let spans: [String: ClosedRange<Int64>] = [
        "tokenLifetime": 1...86_400, "cursorLifetime": 0...31_536_000,
    ]

    /// Changes the switches named; an unknown name or value changes nothing.
    ///
    /// - Throws: ``EmulatorError`` that says what the switch takes.
    func change(by wanted: JSONObject) throws {
        var values = current
        for member in wanted.members {
            switch (member.name, member.value) {
            case ("tokenLifetime", .null): values.tokenLifetime = nil
            case ("tokenLifetime", .integer(let seconds)) where Self.spans["tokenLifetime"]?.contains(seconds) == true:
                values.tokenLifetime = Int(seconds)
            case ("cursorLifetime", .integer(let seconds)) where Self.spans["cursorLifetime"]?.contains(seconds) == true:
                values.cursorLifetime = Double(seconds)
            case ("errorShape", .string(let text)):
                values.errorShape = try choice(text, member.name)
            case ("forbiddenBody", .string(let text)):
                values.forbiddenBody = try choice(text, member.name)
            case ("redirectsExchange", .bool(let flag)): values.redirectsExchange = flag
            case ("acceptsGetOnNextLink", .bool(let flag)): values.acceptsGetOnNextLink = flag
            case ("selectAddsMinimum", .bool(let flag)): values.selectAddsMinimum = flag
            case ("enforcesGraphPermissions", .bool(let flag)): values.enforcesGraphPermissions = flag
            case ("cloudShellUser", .string(let name)) where !name.isEmpty: values.cloudShellUser = name
            case ("sendsSlowDown", .bool(let flag)): values.sendsSlowDown = flag
            case ("refusesReplayedAssertions", .bool(let flag)): values.refusesReplayedAssertions = flag
            case ("refusesReusedRefreshTokens", .bool(let flag)): values.refusesReusedRefreshTokens = flag
            case ("refusesRepeatedRequests", .bool(let flag)): values.refusesRepeatedRequests = flag
            case ("accessTokensHaveNonce", .bool(let flag)): values.accessTokensHaveNonce = flag
            case ("exchangeRoleOpensCompliance", .bool(let flag)): values.exchangeRoleOpensCompliance = flag
            default:
                throw EmulatorError(
                    json[member.name] == nil
                        ? "There is no switch '\(member.name)'; there are \(json.names.joined(separator: ", "))."
                        : "The switch '\(member.name)' takes \(kind(of: member.name))."
                )
            }
        }
        change { [values] in $0 = values }
    }

    /// What a switch takes, in words.
    private func kind(of name: String) -> String {
        if let span = Self.spans[name] {
            return "a whole number of seconds from \(span.lowerBound) to \(span.upperBound)"
        }
        return json[name]?.boolValue == nil ? "a text that is not empty" : "true or false"
    }

    private func choice<Choice: CaseIterable & RawRepresentable<String>>(
        _ text: String,
        _ name: String
    ) throws -> Choice {
        guard let choice = Choice(rawValue: text) else {
            let known = Choice.allCases.map(\.rawValue).joined(separator: ", ")
            throw EmulatorError("The switch '\(name)' takes one of \(known).")
        }
        return choice
    }
}
