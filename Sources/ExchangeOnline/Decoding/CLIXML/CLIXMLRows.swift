internal import ExoJSON
internal import ExoRows

/// Rows that came as CLIXML, a document of several in each element of a page.
enum CLIXMLRows {
    /// The rows in the documents of a batch; what the service sent as JSON after all stays as it is.
    ///
    /// - Throws: ``CLIXMLError``; `JSONError` for what is not JSON.
    static func rows(of batch: RowBatch) throws -> RowBatch {
        var rows: [JSONObject] = []
        for place in batch.indices {
            guard let element = try batch.value(place).objectValue else { continue }
            guard let document = element.value(ignoringCase: "_clixml") else {
                rows.append(element)
                continue
            }
            guard let text = document.stringValue, !text.isEmpty else { continue }
            for value in try CLIXMLReader.values(of: text.utf8) {
                switch value.json {
                case .null: continue
                case .object(let object): rows.append(object)
                default: rows.append(["Value": value.json])
                }
            }
        }
        return RowBatch(rows)
    }
}
