public import ExoJSON
package import ExoRows

/// One object that a cmdlet gave, as it stood on the wire.
public struct CmdletRow: Sendable {
    private let batch: RowBatch
    private let place: Int

    /// Makes a row of those that arrived together.
    package init(_ batch: RowBatch, place: Int) {
        self.batch = batch
        self.place = place
    }

    /// The JSON text, annotations included.
    public var bytes: ArraySlice<UInt8> { batch[place] }

    /// The members with their annotations, such as `Guid@data.type`.
    ///
    /// - Throws: ``ExchangeError`` with code `unexpectedResponse` when the text is not a JSON object.
    public var annotatedObject: JSONObject {
        get throws {
            do {
                if let object = try batch.value(place).objectValue { return object }
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
        get throws { try annotatedObject.withoutAnnotations }
    }

    /// A property by its name as the service writes it.
    ///
    /// The whole row is read each time; for several properties take ``object`` once.
    public subscript(name: String) -> JSONValue? {
        get throws { try object[name] }
    }
}
