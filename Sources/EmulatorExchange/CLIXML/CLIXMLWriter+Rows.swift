import ExoJSON

extension CLIXMLWriter {
    private static func line(_ depth: Int, _ markup: String) -> [UInt8] {
        Array(#"\n"#.utf8) + Array(repeating: UInt8(ascii: " "), count: depth * 2)
            + Array(markup.split(separator: "\"", omittingEmptySubsequences: false).joined(separator: #"\""#).utf8)
    }

    private static let start = line(CLIXMLShape.depth, "<")
    private static let listStart = line(CLIXMLShape.depth, "<Obj")
    private static let listNumber = Array(#" RefId=\""#.utf8)
    private static let listHead = Array(#"\">"#.utf8) + line(CLIXMLShape.depth + 1, #"<TNRef RefId="0" />"#)
    private static let listOpen = line(CLIXMLShape.depth + 1, "<LST>")
    private static let listClose = line(CLIXMLShape.depth + 1, "</LST>")
    private static let listEmpty = line(CLIXMLShape.depth + 1, "<LST />")
    private static let listEnd = line(CLIXMLShape.depth, "</Obj>")
    private static let listElement = line(CLIXMLShape.depth + 2, "<S>")
    private static let listElementEnd = Array("</S>".utf8)

    /// Writes the rows of a page that has several.
    mutating func append(rows: [ObjectRow], selection: [String]?) {
        var noun: String?
        var places: [Int]?
        var types: [String] = []
        var prepared = CLIXMLShape([])
        for row in rows {
            guard !row.shape.isLine else {
                append(.text(row.title), name: nil)
                continue
            }
            if noun != row.shape.noun {
                noun = row.shape.noun
                places = ResultDocument.places(selection, in: row.shape)
                types = [row.shape.typeName, "System.Object"]
                prepared = row.shape.clixml
            }
            wrap(types: types, name: nil) { writer in
                writer.title(row.title)
                guard !(places?.isEmpty ?? row.values.isEmpty) else { return }
                writer.container("Props", isEmpty: false) { writer in
                    if let places {
                        for place in places {
                            let property = row.shape.properties[place]
                            let value = row.values[place] ?? property.fallback
                            writer.member(value, of: property, prepared.attributes[place])
                        }
                    } else {
                        writer.appendAll(row, prepared)
                    }
                }
            }
        }
    }

    /// Writes every member; those without a value lie side by side in the shape's own text.
    private mutating func appendAll(_ row: ObjectRow, _ prepared: CLIXMLShape) {
        var pending = 0
        for place in row.values.indices {
            let property = row.shape.properties[place]
            let value: JSONValue
            if let said = row.values[place] {
                value = said
            } else if prepared.isPrepared[place] {
                continue
            } else {
                value = property.fallback
            }
            fallbacks(prepared, pending..<place)
            member(value, of: property, prepared.attributes[place])
            pending = place + 1
        }
        fallbacks(prepared, pending..<row.values.count)
    }

    /// Writes members of which the object says nothing, with the numbers that are next.
    private mutating func fallbacks(_ prepared: CLIXMLShape, _ places: Range<Int>) {
        guard !places.isEmpty else { return }
        var begin = prepared.fallbackStarts[places.lowerBound]
        for hole in prepared.holes[prepared.firstHoles[places.lowerBound]..<prepared.firstHoles[places.upperBound]] {
            bytes += prepared.fallbackText[begin..<hole]
            number(nextObject())
            begin = hole
        }
        bytes += prepared.fallbackText[begin..<prepared.fallbackStarts[places.upperBound]]
    }

    /// Writes one member.
    ///
    /// - Parameters:
    ///   - value: The value as the row has it.
    ///   - property: What it is the value of.
    ///   - attribute: The attribute with the property's name.
    ///   - isPlainOnly: Whether nothing but plain values and lists of texts is written.
    /// - Returns: Whether the member was written.
    @discardableResult
    mutating func member(
        _ value: JSONValue,
        of property: PropertyShape,
        _ attribute: [UInt8],
        isPlainOnly: Bool = false
    ) -> Bool {
        switch value {
        case .null: element("Nil", attribute, " />")
        case .bool(let flag): element("B", attribute, flag ? ">true</B>" : ">false</B>")
        case .integer(let number):
            let tag = CLIXMLPage.integer(property.kind).rawValue
            element(tag, attribute, ">")
            self.number(Int(number))
            end(tag)
        case .string(let text): self.text(text, property.kind, attribute)
        case .array(let elements) where elements.allSatisfy({ $0.stringValue != nil }): list(elements, attribute)
        case .array, .object, .unsigned, .double:
            guard !isPlainOnly else { return false }
            append(CLIXMLPage.value(value, kind: property.kind), name: property.name)
        }
        return true
    }

    private mutating func text(_ text: String, _ kind: PropertyKind, _ attribute: [UInt8]) {
        var tag = "S"
        var shown = text
        if !text.isEmpty {
            switch kind {
            case .guid: tag = "G"
            case .localDate, .utcDate, .plainDate:
                if case .string(let date) = PropertyShape.wireValue(.string(text), kind: kind),
                    case .scalar(let scalar, let text) = CLIXMLValue.dateTime(date)
                {
                    (tag, shown) = (scalar.rawValue, text)
                }
            default: break
            }
        }
        element(tag, attribute, ">")
        CLIXMLText.append(shown, isInJSON: true, to: &bytes)
        end(tag)
    }

    private mutating func list(_ elements: [JSONValue], _ attribute: [UInt8]) {
        bytes += Self.listStart
        bytes += attribute
        bytes += Self.listNumber
        if recordsHoles { holes.append(bytes.count) } else { number(nextObject()) }
        bytes += Self.listHead
        if elements.isEmpty {
            bytes += Self.listEmpty
        } else {
            bytes += Self.listOpen
            for case .string(let text) in elements {
                bytes += Self.listElement
                CLIXMLText.append(text, isInJSON: true, to: &bytes)
                bytes += Self.listElementEnd
            }
            bytes += Self.listClose
        }
        bytes += Self.listEnd
    }

    private mutating func element(_ tag: String, _ attribute: [UInt8], _ rest: String) {
        bytes += Self.start
        bytes += tag.utf8
        bytes += attribute
        bytes += rest.utf8
    }

    private mutating func end(_ tag: String) {
        bytes += "</".utf8
        bytes += tag.utf8
        bytes.append(UInt8(ascii: ">"))
    }

    private mutating func number(_ number: Int) { bytes += String(number).utf8 }
}
