import EmulatorCore
import ExoJSON

#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif

/// A listing that waits for its next page, on the server that began it.
struct PageCursor: Sendable {
    /// 32 hexadecimal digits.
    var id: String
    var tenantID: String
    var cmdlet: String
    /// The parameters as they were sent.
    var parameters: JSONObject
    /// The routing hint, empty for none.
    var anchor: String
    var server: String
    var position: ObjectListing.Position
    var expires: Date

    /// The mark of the next page: two letters, then the identifier and the server in Base64.
    var token: String { "AD" + Data((id + server).utf8).base64EncodedString() }

    /// The identifier in a mark, `nil` when it is none.
    static func identifier(in token: String) -> String? {
        guard token.hasPrefix("AD"), let data = Data(base64Encoded: String(token.dropFirst(2))), data.count > 32 else {
            return nil
        }
        return String(decoding: data.prefix(32), as: UTF8.self)
    }

    static func newIdentifier() -> String { UUID().uuidString.filter { $0 != "-" }.lowercased() }
}

extension PageCursor: RowReadable {
    static let columns = "id, tenant_id, cmdlet, parameters, anchor, server, position, expires_at"

    init(_ row: inout Row) throws {
        id = try row.text()
        tenantID = try row.text()
        cmdlet = try row.text()
        parameters = try JSONValue(parsing: try row.text()).objectValue ?? JSONObject()
        anchor = try row.text()
        server = try row.text()
        let state = try JSONValue(parsing: try row.text())
        if let places = state["places"]?.arrayValue {
            position = .places(places.compactMap(\.integerValue))
        } else {
            let bounds = (state["after"]?.integerValue ?? 0, state["through"]?.integerValue ?? 0)
            position = .after(bounds.0, through: bounds.1)
        }
        expires = try row.date()
    }

    private var state: JSONValue {
        switch position {
        case .after(let start, let end): ["after": .integer(start), "through": .integer(end)]
        case .places(let places): ["places": .array(places.map { .integer($0) })]
        }
    }

    /// Keeps the cursor, and lets go of those whose time is over.
    func save(in store: Store, now: Date) throws {
        try store.write { connection in
            try connection.execute("DELETE FROM exchange_cursor WHERE expires_at < ?", [now])
            try connection.execute(
                "INSERT INTO exchange_cursor (\(Self.columns)) VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
                [
                    id, tenantID, cmdlet, JSONValue.object(parameters).text(), anchor, server, state.text(), expires,
                ]
            )
        }
    }

    /// The cursor of a mark, `nil` when there is none or its time is over.
    static func find(_ token: String, in store: Store, now: Date) throws -> PageCursor? {
        guard let id = identifier(in: token) else { return nil }
        return try store.read { connection in
            try connection.one(PageCursor.self, "FROM exchange_cursor WHERE id = ? AND expires_at >= ?", [id, now])
        }
    }
}
