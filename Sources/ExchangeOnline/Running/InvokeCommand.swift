internal import EntraTokens
internal import ExoJSON
internal import ExoTransport

#if canImport(FoundationEssentials)
internal import FoundationEssentials
#else
internal import Foundation
#endif

/// A cmdlet as it travels: checked, with the body that all its pages share.
struct InvokeCommand {
    let cmdlet: Cmdlet
    let size: ResultSize
    /// Whether the caller named a size.
    let asksForSize: Bool
    /// The most rows of a page.
    let pageSize: Int
    /// Path and query of the first page.
    let target: String
    private let body: [UInt8]
    private let correlationID: String

    /// Checks a cmdlet and writes its body.
    ///
    /// - Throws: ``ExchangeError`` with code `invalidRequest`.
    init(_ cmdlet: Cmdlet, tenantID: String, pageSize: Int, correlationID: String) throws {
        guard Self.isName(cmdlet.name) else {
            throw ExchangeError(
                code: .invalidRequest,
                message: "'\(cmdlet.name.prefix(60))' is not a cmdlet's name",
                repair: "write it as Verb-Noun, for example Get-Mailbox"
            )
        }
        let pageSize = cmdlet.pageSize ?? pageSize
        guard (1...1000).contains(pageSize) else {
            throw ExchangeError(code: .invalidRequest, message: "the page size must be 1 to 1000, not \(pageSize)")
        }
        var parameters = cmdlet.parameters
        if let wanted = cmdlet.resultSize {
            let written = parameters.names.first { $0.lowercased() == "resultsize" }
            parameters[written ?? "ResultSize"] = wanted.parameter
        }
        self.cmdlet = cmdlet
        self.correlationID = correlationID
        self.pageSize = pageSize
        let asked = parameters.value(ignoringCase: "ResultSize")
        asksForSize = asked != nil
        size = try ResultSize(parameter: asked)
        let envelope: JSONValue = [
            "CmdletInput": ["CmdletName": .string(cmdlet.name), "Parameters": .object(parameters)]
        ]
        body = envelope.serialized()
        let selection = cmdlet.properties.map(Self.encoded).joined(separator: ",")
        target =
            "/adminapi/beta/\(tenantID)/InvokeCommand" + (cmdlet.properties.isEmpty ? "" : "?$select=\(selection)")
    }

    /// The request for the page at that target.
    func call(_ target: String, rows: Int) -> AdminCall {
        var headers: HTTPHeaders = [
            "Accept": "application/json",
            "Accept-Charset": "UTF-8",
            "Content-Type": "application/json",
            "Prefer": "odata.maxpagesize=\(rows)",
            "X-CmdletName": cmdlet.name,
            "X-ResponseFormat": "json",
            "X-SerializationLevel": "Partial",
        ]
        if let action = cmdlet.warningAction {
            headers["WarningAction"] = action.lowercased() == "ignore" ? "SilentlyContinue" : action
        }
        return AdminCall(
            method: "POST",
            target: target,
            headers: headers,
            body: body,
            isRead: cmdlet.isRead,
            cmdlet: cmdlet.name,
            correlationID: correlationID,
            timeout: cmdlet.timeLimit
        )
    }

    private static func isName(_ name: String) -> Bool {
        let parts = name.split(separator: "-", omittingEmptySubsequences: false)
        return parts.count == 2 && name.utf8.count <= 128
            && parts.allSatisfy { part in
                part.utf8.first.map(isLetter) == true && part.utf8.allSatisfy { isLetter($0) || isDigit($0) }
            }
    }

    private static func encoded(_ property: String) -> String {
        let digits = Array("0123456789ABCDEF")
        return property.utf8.map { byte in
            isLetter(byte) || isDigit(byte) || byte == UInt8(ascii: "_") || byte == UInt8(ascii: ".")
                ? String(UnicodeScalar(byte)) : "%\(digits[Int(byte >> 4)])\(digits[Int(byte & 15)])"
        }.joined()
    }

    private static func isLetter(_ byte: UInt8) -> Bool {
        (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte | 0x20)
    }

    private static func isDigit(_ byte: UInt8) -> Bool {
        (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte)
    }
}
