import EmulatorCore

/// Validate-RetentionRuleQuery: refuses what is no query.
struct RetentionQueryValidator: CmdletHandler {
    func run(_ call: BoundCall, in scope: CallScope) throws -> CmdletOutput {
        _ = try ContentQuery(call.text("KqlQueryString") ?? "", now: scope.now)
        return .done(warnings: [])
    }
}
