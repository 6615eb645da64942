import EmulatorCore
import HTTPServer

/// The parts of a form that sends files (RFC 7578).
struct MultipartBody: Sendable {
    /// A file of such a form.
    struct File: Sendable, Equatable {
        /// The field it was chosen in.
        var field: String
        /// The name on the sender's machine.
        var name: String
        var bytes: [UInt8]
    }

    private static let mostParts = 200
    private static let longestHeader = 4096

    private(set) var fields = FormFields()
    private(set) var files: [File] = []

    /// The boundary of a body of that type; nil for other types.
    static func boundary(ofType type: String) -> String? {
        let parts = type.split(separator: ";").map { String($0).trimmed }
        guard parts.first?.lowercased() == "multipart/form-data" else { return nil }
        for part in parts.dropFirst() where part.lowercased().hasPrefix("boundary=") {
            let text = part.dropFirst("boundary=".count)
            let isQuoted = text.count >= 2 && text.hasPrefix("\"") && text.hasSuffix("\"")
            let boundary = String(isQuoted ? text.dropFirst().dropLast() : text)
            guard (1...70).contains(boundary.utf8.count), boundary.utf8.allSatisfy({ (0x20...0x7E).contains($0) })
            else { return nil }
            return boundary
        }
        return nil
    }

    /// Reads a body; nil when it is not well formed.
    init?(_ body: [UInt8], boundary: String) {
        let mark = Array("--\(boundary)".utf8)
        let separator = [13, 10] + mark
        guard body.starts(with: mark) else { return nil }
        var place = mark.count
        for _ in 0...Self.mostParts {
            if body[place...].starts(with: [45, 45]) { return }
            guard body[place...].starts(with: [13, 10]),
                let headerEnd = Self.find([13, 10, 13, 10], in: body, from: place),
                headerEnd - place <= Self.longestHeader,
                let end = Self.find(separator, in: body, from: headerEnd + 4)
            else { return nil }
            let header = String(decoding: body[min(place + 2, headerEnd)..<headerEnd], as: UTF8.self)
            guard add(Array(body[(headerEnd + 4)..<end]), header: header) else { return nil }
            place = end + separator.count
        }
        return nil
    }

    private mutating func add(_ bytes: [UInt8], header: String) -> Bool {
        let lines = header.split(whereSeparator: \.isNewline)
        let start = "content-disposition:"
        guard let line = lines.first(where: { $0.lowercased().hasPrefix(start) }) else { return false }
        let parameters = Self.parameters(of: line.dropFirst(start.count))
        guard let name = parameters["name"] else { return false }
        if let file = parameters["filename"] {
            files.append(File(field: name, name: file, bytes: bytes))
        } else {
            fields.fields.append(.init(name, String(decoding: bytes, as: UTF8.self)))
        }
        return true
    }

    // Browsers escape a quotation mark in a name as %22, so that a value ends at the next one.
    private static func parameters(of text: Substring) -> [String: String] {
        var found: [String: String] = [:]
        var rest = text
        while let equals = rest.firstIndex(of: "=") {
            let name = rest[..<equals].split(separator: ";").last.map { String($0).trimmed.lowercased() } ?? ""
            rest = rest[rest.index(after: equals)...]
            guard rest.first == "\"" else {
                let value = rest.prefix { $0 != ";" }
                found[name] = String(value).trimmed
                rest = rest.dropFirst(value.count)
                continue
            }
            let value = rest.dropFirst().prefix { $0 != "\"" }
            found[name] = String(value).replacing("%22", with: "\"").replacing("%0D%0A", with: "\n")
            rest = rest.dropFirst(value.count + 2)
        }
        return found
    }

    private static func find(_ needle: [UInt8], in body: [UInt8], from start: Int) -> Int? {
        guard let first = needle.first, start >= 0 else { return nil }
        var place = start
        while place + needle.count <= body.count {
            if body[place] == first, body[place..<(place + needle.count)].elementsEqual(needle) { return place }
            place += 1
        }
        return nil
    }
}
