import CmdletCatalogue
import ExoJSON

extension ComplianceMaker {
    /// Makes an object as the New- cmdlet of its noun does.
    ///
    /// - Throws: ``AdminAPIError`` for what the cmdlet refuses.
    static func make(_ noun: String, _ parameters: JSONObject, in scope: CallScope) throws {
        guard let maker = ComplianceNoun.named(noun).map(ComplianceMaker.init),
            let facts = CmdletCatalogue.cmdlet(named: "New-\(noun)")
        else { throw AdminAPIError.notFound(noun, noun: noun) }
        let bound = parameters.members.map { (name: String($0.name), value: BoundValue.value($0.value)) }
        let call = BoundCall(facts: facts, parameterSet: nil, parameters: bound)
        _ = try maker.prepared(for: call, in: scope).run(call, in: scope)
    }
}
