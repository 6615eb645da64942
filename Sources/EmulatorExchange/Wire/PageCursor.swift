import EmulatorCore
import ExoJSON

#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif

/// A listing that waits for its next page, on the server that began it.
struct PageCursor: Sendable {
    /// How far the listing went.
    enum Progress: Sendable, Equatable {
        case at(ObjectListing.Position)
        /// So many objects beyond where another cursor stands, which alone keeps what is still to come.
        case beyond(cursor: String, count: Int)
    }

    /// 32 hexadecimal digits.
    var id: String
    var tenantID: String
    /// What was asked for, the cmdlet as the service spells it.
    var input: CmdletInput
    /// The routing hint, and who asked.
    var anchor: String
    var server: String
    var progress: Progress
    var expires: Date

    /// The mark of the next page: two letters, then in Base64 the whole cursor, sealed, or the identifier of a stored one
    /// and the server.
    var token: String { PageSeal.mark(of: self) ?? "AD" + Data((id + server).utf8).base64EncodedString() }

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
        let cmdlet = try row.text()
        let parameters = try JSONValue(parsing: try row.text()).objectValue ?? JSONObject()
        input = CmdletInput(name: cmdlet, parameters: parameters)
        anchor = try row.text()
        server = try row.text()
        progress = Self.progress(try JSONValue(parsing: try row.text()))
        expires = try row.date()
    }

    static func progress(_ state: JSONValue) -> Progress {
        if let cursor = state["beyond"]?.stringValue {
            return .beyond(cursor: cursor, count: Int(state["count"]?.integerValue ?? 0))
        }
        if let sequences = state["sequences"]?.arrayValue {
            return .at(.sequences(sequences.compactMap(\.integerValue)))
        }
        let bounds = (state["after"]?.integerValue ?? 0, state["through"]?.integerValue ?? 0)
        return .at(.after(bounds.0, through: bounds.1))
    }

    var state: JSONValue {
        switch progress {
        case .at(.after(let start, let end)): ["after": .integer(start), "through": .integer(end)]
        case .at(.sequences(let sequences)): ["sequences": .array(sequences.map { .integer($0) })]
        case .beyond(let cursor, let count): ["beyond": .string(cursor), "count": .integer(Int64(count))]
        }
    }

    /// Keeps the cursor unless its mark says everything, and lets go of those whose time is over.
    func save(in store: Store, now: Date) throws {
        guard PageSeal.mark(of: self) == nil else { return }
        try store.write { connection in
            try connection.execute("DELETE FROM exchange_cursor WHERE expires_at < ?", [now])
            if case .beyond(let cursor, _) = progress {
                try connection.execute("UPDATE exchange_cursor SET expires_at = ?2 WHERE id = ?1", [cursor, expires])
            }
            try connection.execute(
                "INSERT INTO exchange_cursor (\(Self.columns)) VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
                [
                    id, tenantID, input.name, JSONValue.object(input.parameters).text(), anchor, server, state.text(),
                    expires,
                ]
            )
        }
    }

    /// The cursor of a mark, `nil` when there is none or its time is over.
    static func find(_ token: String, in store: Store, now: Date) throws -> PageCursor? {
        if let cursor = PageSeal.cursor(in: token) { return cursor.expires >= now ? cursor : nil }
        return try identifier(in: token).flatMap { try find(id: $0, in: store, now: now) }
    }

    private static func find(id: String, in store: Store, now: Date) throws -> PageCursor? {
        try store.read { connection in
            try connection.one(PageCursor.self, "FROM exchange_cursor WHERE id = ? AND expires_at >= ?", [id, now])
        }
    }
}

extension PageCursor {
    /// Where a listing stands, and which cursor keeps what is still to come.
    struct Place: Sendable {
        let position: ObjectListing.Position
        private let keeper: String
        private let count: Int

        /// How far the listing is after so many objects more: a list is kept once.
        func progress(after count: Int, to next: ObjectListing.Position) -> Progress {
            guard case .sequences = next, case .sequences = position else { return .at(next) }
            return .beyond(cursor: keeper, count: self.count + count)
        }

        fileprivate init(position: ObjectListing.Position, keeper: String, count: Int) {
            self.position = position
            self.keeper = keeper
            self.count = count
        }
    }

    /// - Throws: ``AdminAPIError`` when the cursor that keeps the list is gone.
    func place(in store: Store, now: Date) throws -> Place {
        switch progress {
        case .at(let position): return Place(position: position, keeper: id, count: 0)
        case .beyond(let cursor, let count):
            guard let keeper = try Self.find(id: cursor, in: store, now: now), keeper.tenantID == tenantID,
                case .at(.sequences(let sequences)) = keeper.progress
            else { throw AdminAPIError.invalidPage() }
            return Place(position: .sequences(Array(sequences.dropFirst(count))), keeper: cursor, count: count)
        }
    }
}
