import CmdletCatalogue
import EmulatorCore
import ExoJSON

/// Export-FilePlanProperty: the retention labels with their places in the file plan, as lines of a table.
///
/// That it has the columns that an import takes, and comes as text, is a guess.
struct FilePlanExporter: CmdletHandler {
    func run(_ call: BoundCall, in scope: CallScope) throws -> CmdletOutput {
        if call.isQuestion { return .confirmation("Exporting the file plan.") }
        guard let labels = ComplianceNoun.named(RetentionLabelRule.noun),
            let citations = ComplianceNoun.named(FilePlanImporter.citations)
        else { return .texts([], in: scope) }
        try labels.prepare(scope)
        try citations.prepare(scope)
        let known = Dictionary(
            try scope.objects.objects(of: citations.objectClass).map { ($0.name.lowercased(), $0) }
        ) { first, _ in first }
        let rows = try labels.ordered(scope).map { FilePlanRow(of: $0, citations: known).line }
        return .texts([CSVText.line(FilePlanRow.columns)] + rows, in: scope)
    }

    func unused(_ call: BoundCall) -> [String] { call.unused(beside: ["Confirm", "WhatIf"], shape: nil) }
}
