/// A registered redirect URI.
package struct RedirectURIRecord: Sendable, Hashable {
    package var appID = ""
    package var kind = RedirectURIKind.web
    package var uri = ""

    package init(appID: String, kind: RedirectURIKind, uri: String) {
        self.appID = appID
        self.kind = kind
        self.uri = uri
    }
}

extension RedirectURIRecord: StoredRecord {
    package static let table = "redirect_uri"
    package static let columns = columnNames

    package init() {}

    package mutating func visit<Visitor: ColumnVisitor>(_ columns: inout Visitor) throws(Visitor.Failure) {
        try columns.value("app_id", &appID)
        try columns.value("kind", &kind)
        try columns.value("uri", &uri)
    }
}
