import CmdletCatalogue

/// New-, Start- and Stop-MailboxSearch, which the service does not do any more.
struct InPlaceHoldRefuser: CmdletHandler {
    func run(_ call: BoundCall, in scope: CallScope) throws -> CmdletOutput {
        if call.facts.verb != "New" { _ = try InPlaceHold.noun.object(call, scope) }
        throw InPlaceHoldEnder.retired(call.facts.name)
    }

    // Nothing is looked at.
    func unused(_ call: BoundCall) -> [String] { call.parameters.map(\.name) }
}
