import CmdletCatalogue
import EmulatorCore

/// A cmdlet that has the service do something with a recipient, of which nothing is to be seen here: the recipient has to
/// be there.
struct TargetAction: CmdletHandler {
    let view: NounView
    /// What is asked before it is done.
    let question: String

    func run(_ call: BoundCall, in scope: CallScope) throws -> CmdletOutput {
        guard let identity = call.text("Identity") ?? call.text("Mailbox") else {
            throw AdminAPIError.withoutIdentity(call.facts.name)
        }
        let object = try scope.object(named: identity, in: view)
        let title = scope.objects.names.title(of: object)
        return call.isQuestion ? .confirmation("\(question) \"\(title)\".") : .done(warnings: [])
    }

    func unused(_ call: BoundCall) -> [String] {
        call.unused(beside: ["Identity", "Mailbox", "Confirm", "WhatIf", "Force"], shape: nil)
    }
}

/// A cmdlet that prepares what is always prepared here.
struct AlwaysReady: CmdletHandler {
    func run(_ call: BoundCall, in scope: CallScope) throws -> CmdletOutput {
        call.isQuestion ? .confirmation("Preparing \(call.facts.noun).") : .done(warnings: [])
    }

    func unused(_ call: BoundCall) -> [String] { call.unused(beside: ["Confirm", "WhatIf"], shape: nil) }
}
