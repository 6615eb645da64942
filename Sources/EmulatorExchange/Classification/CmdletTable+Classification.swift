extension CmdletTable {
    /// What tests look for in texts.
    static var classification: Area {
        ["Test-DataClassification": DataClassificationTest(), "Test-TextExtraction": TextExtractionTest()]
    }

    /// What explorers tell of sensitive content.
    static var explorers: Area {
        ["Export-ActivityExplorerData": ActivityExplorer(), "Export-ContentExplorerData": ContentExplorer()]
    }
}
