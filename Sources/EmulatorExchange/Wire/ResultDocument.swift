import ExoJSON

/// The body of an answer of InvokeCommand.
struct ResultDocument: Sendable {
    /// What the answer holds.
    enum Content: Sendable {
        /// Rows with the places of the properties wanted; `nil` for all of a row's.
        case rows([ObjectRow], selection: [String]?)
        /// The text of one CLIXML document.
        case document(String)
    }

    /// The address of the description that the rows follow.
    var context: String
    var nextLink: String?
    var warnings: [String] = []
    var confirmation: String?
    var content: Content

    /// The body, members in the service's order.
    func serialized() -> [UInt8] {
        var bytes: [UInt8] = []
        func member(_ name: String, _ value: JSONValue) {
            bytes.append(bytes.isEmpty ? UInt8(ascii: "{") : UInt8(ascii: ","))
            WireText.append(name, to: &bytes)
            bytes.append(UInt8(ascii: ":"))
            WireText.append(value, to: &bytes)
        }
        member("@odata.context", .string(context))
        if let nextLink { member("@odata.nextLink", .string(nextLink)) }
        member("adminapi.warnings@odata.type", "#Collection(String)")
        member("@adminapi.warnings", .array(warnings.map { .string($0) }))
        if let confirmation { member("@adminapi.confirmationmessage", .string(confirmation)) }
        bytes += ",\"value\":[".utf8
        switch content {
        case .rows(let rows, let selection):
            for (place, row) in rows.enumerated() {
                if place > 0 { bytes.append(UInt8(ascii: ",")) }
                row.append(selection: Self.places(selection, in: row.shape), to: &bytes)
            }
        case .document(let text): WireText.append(["_clixml": .string(text)], to: &bytes)
        }
        bytes += "]}".utf8
        return bytes
    }

    /// Where the selected properties stand, in the order of the shape; unknown names are passed over.
    static func places(_ selection: [String]?, in shape: ObjectShape) -> [Int]? {
        selection.map { names in Set(names.compactMap(shape.place(ignoringCase:))).sorted() }
    }
}
