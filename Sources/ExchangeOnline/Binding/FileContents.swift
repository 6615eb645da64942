internal import EntraTokens
internal import ExoCrypto
internal import ExoJSON

/// What is in a file, read when it is known which parameter it is for: bytes as they are, a secret without the line's end
/// behind it, a text for any other.
package struct FileContents: UnreadValue {
    /// The most bytes; the service takes no request that is much longer.
    package static let limit = 150 << 20

    /// Where the file is.
    package let path: String
    private let read: @Sendable (String, BindableParameter) throws -> [UInt8]?

    /// Names a file.
    ///
    /// - Parameters:
    ///   - path: Where it is.
    ///   - read: Reads it; `nil` when there is none.
    package init(
        _ path: String,
        read: @escaping @Sendable (String, BindableParameter) throws -> [UInt8]? = { path, _ in
            try LocalFile.read(path, limit: FileContents.limit)
        }
    ) {
        self.path = path
        self.read = read
    }

    package var text: String { "@\(path)" }
    package var isTruthValue: Bool { false }

    package func value(for parameter: BindableParameter) throws -> PowerShellValue {
        let bytes: [UInt8]
        do {
            guard let found = try read(path, parameter) else { throw refusal("there is no such file", parameter) }
            bytes = found
        } catch let error as LocalFileError {
            throw refusal("it cannot be read (\(error))", parameter)
        }
        switch parameter.form {
        case .bytes: return .bytes(bytes)
        case .secret: return try secret(bytes, parameter)
        default:
            guard let text = String(validating: bytes, as: UTF8.self) else {
                throw refusal("it is no text", parameter)
            }
            return .text(text.hasPrefix("\u{FEFF}") ? String(text.dropFirst()) : text)
        }
    }

    private func secret(_ bytes: [UInt8], _ parameter: BindableParameter) throws -> PowerShellValue {
        var bytes = bytes[...]
        if bytes.last == UInt8(ascii: "\n") { bytes.removeLast() }
        if bytes.last == UInt8(ascii: "\r") { bytes.removeLast() }
        guard !bytes.isEmpty else { throw refusal("it is empty", parameter) }
        guard parameter.isCredential else { return .secret(SecretBytes(copying: bytes)) }
        let object: JSONValue
        do { object = try JSONValue(parsing: bytes) } catch { throw noCredential(parameter) }
        guard let name = object["UserName"]?.stringValue, let password = object["Password"]?.stringValue else {
            throw noCredential(parameter)
        }
        return .credential(userName: name, password: SecretBytes(copying: password.utf8))
    }

    private func noCredential(_ parameter: BindableParameter) -> BindingError {
        refusal(#"a user's name and password look like {"UserName": "…", "Password": "…"}"#, parameter)
    }

    private func refusal(_ reason: String, _ parameter: BindableParameter) -> BindingError {
        BindingError(.transformation, "-\(parameter.name): the file \(path): \(reason).", parameter: parameter)
    }
}
