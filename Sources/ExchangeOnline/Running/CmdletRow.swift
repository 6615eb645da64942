public import ExoJSON

/// One object that a cmdlet gave, as it stood on the wire.
public struct CmdletRow: Sendable {
    private let part: [UInt8]
    private let range: Range<Int>

    /// Makes a row of a range of bytes.
    package init(part: [UInt8], range: Range<Int>) {
        self.part = part
        self.range = range
    }

    /// The JSON text, annotations included.
    public var bytes: ArraySlice<UInt8> { part[range] }

    /// The members with their annotations, such as `Guid@data.type`.
    ///
    /// - Throws: ``ExchangeError`` with code `unexpectedResponse` when the text is not a JSON object.
    public var annotatedObject: JSONObject {
        get throws {
            do {
                if let object = try JSONValue(parsing: bytes).objectValue { return object }
            } catch let error as JSONError {
                throw ExchangeError(
                    code: .unexpectedResponse,
                    message: "the service sent a row that is \(error)",
                    cause: error
                )
            }
            throw ExchangeError(code: .unexpectedResponse, message: "the service sent a row that is not an object")
        }
    }

    /// The properties, without annotations.
    ///
    /// - Throws: ``ExchangeError`` with code `unexpectedResponse` when the text is not a JSON object.
    public var object: JSONObject {
        get throws { Annotations.removed(from: try annotatedObject) }
    }

    /// A property by its name as the service writes it.
    ///
    /// The whole row is read each time; for several properties take ``object`` once.
    public subscript(name: String) -> JSONValue? {
        get throws { try object[name] }
    }
}
