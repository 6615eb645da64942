import CmdletCatalogue
import EmulatorCore
import ExoJSON

/// Remove-RecordLabel: takes the label of a record from an item of a site; sites hold no items here, so that there is none.
struct RecordLabelRemover: CmdletHandler {
    func run(_ call: BoundCall, in scope: CallScope) throws -> CmdletOutput {
        guard let labels = ComplianceNoun.named(RetentionLabelRule.noun), let name = call.text("LabelName"),
            let item = call.text("ItemUrl")
        else {
            throw AdminAPIError.missingParameters(["ItemUrl", "LabelName"].filter { call.text($0) == nil })
        }
        try labels.prepare(scope)
        let label = try labels.object(named: name, scope)
        guard label.properties["IsRecordLabel"] == true else {
            // The words are a guess.
            throw AdminAPIError.invalidOperation("The label \"\(label.name)\" isn't a record label.")
        }
        throw AdminAPIError.notFound(item, noun: call.facts.noun)
    }
}
