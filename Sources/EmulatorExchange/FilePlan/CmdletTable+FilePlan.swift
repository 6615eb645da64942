extension CmdletTable {
    /// The file plan of retention labels, as a whole.
    static var filePlan: Area {
        [
            "Create-FilePlanFirstRunLabels": FirstRunLabels(),
            "Export-FilePlanProperty": FilePlanExporter(),
            "Import-FilePlanProperty": FilePlanImporter(),
        ]
    }
}
