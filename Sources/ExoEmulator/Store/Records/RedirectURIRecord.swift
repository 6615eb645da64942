/// A registered redirect URI.
struct RedirectURIRecord: Sendable, Hashable {
    var appID: String
    var kind: RedirectURIKind
    var uri: String
}

extension RedirectURIRecord: StoredRecord {
    static let table = "redirect_uri"
    static let columns = """
        app_id, kind, uri
        """

    init(_ row: inout Row) throws {
        appID = try row.text()
        kind = try row.choice()
        uri = try row.text()
    }

    var values: [any SQLBindable] {
        [
            appID,
            kind.rawValue,
            uri,
        ]
    }
}
