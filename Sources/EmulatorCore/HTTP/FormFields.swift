package import HTTPServer

/// The fields of a query or of a form, decoded, in their order.
package struct FormFields: Sendable, Equatable {
    /// The fields.
    package var fields: [ServerRequest.Field]

    /// Makes fields.
    package init(_ fields: [ServerRequest.Field] = []) { self.fields = fields }

    /// Reads `application/x-www-form-urlencoded` text.
    ///
    /// - Parameter text: The query without its question mark, or the body of a form.
    package init(parsing text: some StringProtocol) {
        self.init(bytes: ArraySlice(text.utf8))
    }

    /// Reads `application/x-www-form-urlencoded` bytes.
    init(bytes: ArraySlice<UInt8>) {
        fields = bytes.split(separator: UInt8(ascii: "&")).map { pair in
            let name = pair.prefix { $0 != UInt8(ascii: "=") }
            return ServerRequest.Field(
                PercentCoding.decoded(name, plusIsSpace: true),
                PercentCoding.decoded(pair.dropFirst(name.count + 1), plusIsSpace: true)
            )
        }
    }

    /// The first value of a field that was given and is not empty.
    package subscript(name: String) -> String? {
        fields.first { $0.name == name && !$0.value.isEmpty }?.value
    }

    /// The first value of a field whose name differs at most in letter case.
    package func value(ignoringCase name: String) -> String? {
        let wanted = name.lowercased()
        return fields.first { $0.name.lowercased() == wanted && !$0.value.isEmpty }?.value
    }

    /// Whether a field was given more than once.
    package func repeats(_ name: String) -> Bool { fields.count { $0.name == name } > 1 }

    /// The fields as form text.
    package var encoded: String {
        fields.map { "\(PercentCoding.encoded($0.name))=\(PercentCoding.encoded($0.value))" }.joined(separator: "&")
    }
}
