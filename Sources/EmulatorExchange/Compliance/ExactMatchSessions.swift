import CmdletCatalogue
import EmulatorCore

/// Get- and Cancel-DlpEdmSession: uploads into the table of a schema, of which nobody here begins any.
struct ExactMatchSessions: CmdletHandler {
    func run(_ call: BoundCall, in scope: CallScope) throws -> CmdletOutput {
        guard let schemas = ComplianceNoun.named(EdmSchemaRule.noun), let store = call.text("DataStoreName") else {
            throw AdminAPIError.missingParameters(["DataStoreName"])
        }
        try schemas.prepare(scope)
        _ = try schemas.object(named: store, scope)
        if let session = call.text("SessionId") { throw AdminAPIError.notFound(session, noun: call.facts.noun) }
        return .rows(call.facts.noun, scope) { [] }
    }

    func unused(_ call: BoundCall) -> [String] {
        call.unused(beside: ["Confirm", "DataStoreName", "SessionId", "WhatIf"], shape: nil)
    }
}
