import EmulatorCore
import ExoJSON

/// One page of rows as the text of one CLIXML document.
enum CLIXMLPage {
    /// Writes the document of a page.
    ///
    /// One row stands alone and several stand in a list, which a client takes apart again; a page without rows is an
    /// empty document, because clients cannot do without one.
    ///
    /// - Parameters:
    ///   - rows: The rows.
    ///   - selection: The names of the properties wanted, `nil` for all.
    /// - Returns: The document.
    static func document(rows: [ObjectRow], selection: [String]? = nil) -> String {
        let objects = rows.map { row in
            value(of: row, selection: ResultDocument.places(selection, in: row.shape))
        }
        return CLIXMLWriter.document(objects.count > 1 ? [.array(objects)] : objects)
    }

    /// Appends the document of a page as the content of a JSON string, the same text as ``document(rows:selection:)``.
    static func append(rows: [ObjectRow], selection: [String]?, to bytes: inout [UInt8]) {
        var writer = CLIXMLWriter(isInJSON: true)
        swap(&writer.bytes, &bytes)
        defer { swap(&writer.bytes, &bytes) }
        writer.document(isEmpty: rows.isEmpty) { writer in
            guard rows.count > 1 else {
                for row in rows {
                    let places = ResultDocument.places(selection, in: row.shape)
                    writer.append(value(of: row, selection: places), name: nil)
                }
                return
            }
            writer.wrap(types: CLIXMLValue.arrayTypes, name: nil) { writer in
                writer.container("LST", isEmpty: false) { writer in writer.append(rows: rows, selection: selection) }
            }
        }
    }

    private static func value(of row: ObjectRow, selection: [Int]?) -> CLIXMLValue {
        guard !row.shape.isLine else { return .text(row.title) }
        return .object(
            CLIXMLObject(
                types: [row.shape.typeName, "System.Object"],
                title: row.title,
                properties: row.members(selection: selection).map { member in
                    (member.property.name, value(member.value, kind: member.property.kind))
                }
            )
        )
    }

    /// What a value of a kind is in CLIXML.
    static func value(_ value: JSONValue, kind: PropertyKind) -> CLIXMLValue {
        switch value {
        case .null: .null
        case .bool(let flag): .flag(flag)
        case .integer(let number): .scalar(integer(kind), String(number))
        case .unsigned(let number): .scalar(.uint64, String(number))
        case .double(let number): .scalar(.double, "\(number)")
        case .string(let text): text.isEmpty ? .text(text) : scalar(text, kind: kind)
        case .array(let elements): .array(elements.map { Self.value($0, kind: .text) })
        case .object(let object):
            if let parts = DescribedValue.parts(object) {
                .object(
                    CLIXMLObject(
                        types: [parts.type, "System.Object"],
                        title: parts.title,
                        properties: parts.members.map { member in
                            (member.name, Self.value(member.value, kind: member.name.hasSuffix("Guid") ? .guid : .text))
                        }
                    )
                )
            } else {
                .dictionary(
                    types: ["System.Collections.Hashtable", "System.Object"],
                    object.members.map { (.text($0.name), Self.value($0.value, kind: .text)) }
                )
            }
        }
    }

    private static func scalar(_ text: String, kind: PropertyKind) -> CLIXMLValue {
        switch kind {
        case .guid: .scalar(.guid, text)
        case .localDate, .utcDate, .plainDate: .dateTime(text)
        default: .text(text)
        }
    }

    static func integer(_ kind: PropertyKind) -> CLIXMLValue.Scalar {
        switch kind {
        case .int16: .int16
        case .int64: .int64
        case .uint16: .uint16
        case .uint64: .uint64
        default: .int32
        }
    }
}
