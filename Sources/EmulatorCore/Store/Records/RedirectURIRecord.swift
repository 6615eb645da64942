/// A registered redirect URI.
package struct RedirectURIRecord: Sendable, Hashable {
    package var appID: String
    package var kind: RedirectURIKind
    package var uri: String

    package init(appID: String, kind: RedirectURIKind, uri: String) {
        self.appID = appID
        self.kind = kind
        self.uri = uri
    }
}

extension RedirectURIRecord: StoredRecord {
    package static let table = "redirect_uri"
    package static let columns = """
        app_id, kind, uri
        """

    package init(_ row: inout Row) throws {
        appID = try row.text()
        kind = try row.choice()
        uri = try row.text()
    }

    package var values: [any SQLBindable] {
        [
            appID,
            kind.rawValue,
            uri,
        ]
    }
}
