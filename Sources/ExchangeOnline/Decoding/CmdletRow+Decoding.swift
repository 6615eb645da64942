internal import ExoJSON

extension CmdletRow {
    /// The row as a value of a type of the caller's.
    ///
    /// The type's keys meet the service's names in any letter case; dates, sizes (``ByteCount``), GUIDs and URLs are read from
    /// the texts that the service writes.
    ///
    /// - Parameter type: The type.
    /// - Returns: The value.
    /// - Throws: ``ExchangeError`` with code `unexpectedResponse` when the row is not of that form; its cause says where.
    public func decoded<Value: Decodable>(as type: Value.Type = Value.self) throws -> Value {
        let row = RowDecoder(value: .object(try object), codingPath: [])
        do {
            return try row.decode(type)
        } catch let error as DecodingError {
            throw ExchangeError(
                code: .unexpectedResponse,
                message: "a row does not fit \(type): \(error.inWords)",
                cause: error
            )
        }
    }
}

extension DecodingError {
    /// The place and what is wrong there, without the row's other values.
    fileprivate var inWords: String {
        let context: Context? =
            switch self {
            case .typeMismatch(_, let context), .valueNotFound(_, let context), .keyNotFound(_, let context),
                .dataCorrupted(let context):
                context
            @unknown default: nil
            }
        let place = context?.codingPath.map(\.stringValue).joined(separator: ".") ?? ""
        return (place.isEmpty ? "" : "\(place): ") + (context?.debugDescription ?? "it cannot be decoded")
    }
}
