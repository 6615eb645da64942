import ExoJSON

/// The body of an answer of InvokeCommand.
struct ResultDocument: Sendable {
    /// What the answer holds.
    enum Content: Sendable {
        /// Rows with the places of the properties wanted; `nil` for all of a row's.
        case rows([ObjectRow], selection: [String]?)
        /// Rows as the text of one CLIXML document.
        case clixml([ObjectRow], selection: [String]?)
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
        bytes.reserveCapacity(size)
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
            var shape: ObjectShape?
            var places: [Int]?
            for (place, row) in rows.enumerated() {
                if place > 0 { bytes.append(UInt8(ascii: ",")) }
                if shape?.noun != row.shape.noun { places = Self.places(selection, in: row.shape) }
                shape = row.shape
                row.append(selection: places, to: &bytes)
            }
        case .clixml(let rows, let selection):
            bytes += #"{"_clixml":""#.utf8
            CLIXMLPage.append(rows: rows, selection: selection, to: &bytes)
            bytes += #""}"#.utf8
        }
        bytes += "]}".utf8
        return bytes
    }

    /// About how many bytes the body has, so that it is not moved while it grows.
    private var size: Int {
        let rows: [ObjectRow]
        let factor: Int
        switch content {
        case .rows(let all, nil): (rows, factor) = (all, 5)
        case .clixml(let all, nil): (rows, factor) = (all, 6)
        case .rows, .clixml: return 4096
        }
        // In quarters of what a row without values has.
        return 4096 + (rows.first.map { $0.shape.fallbackText.count * rows.count * factor / 4 } ?? 0)
    }

    /// Where the selected properties stand, in the order of the shape; unknown names are passed over.
    static func places(_ selection: [String]?, in shape: ObjectShape) -> [Int]? {
        selection.map { names in Set(names.compactMap(shape.place(ignoringCase:))).sorted() }
    }
}
