/// A group of a tenant.
struct GroupRecord: Sendable, Hashable {
    /// GUID in small letters.
    var id: String
    var tenantID: String
    var displayName: String
    var mailNickname: String
    var mail: String?
    var kind: GroupKind
}

extension GroupRecord: StoredRecord {
    static let table = "directory_group"
    static let columns = """
        id, tenant_id, display_name, mail_nickname, mail, kind
        """

    init(_ row: inout Row) throws {
        id = try row.text()
        tenantID = try row.text()
        displayName = try row.text()
        mailNickname = try row.text()
        mail = try row.optionalText()
        kind = try row.choice()
    }

    var values: [any SQLBindable] {
        [
            id,
            tenantID,
            displayName,
            mailNickname,
            mail,
            kind.rawValue,
        ]
    }
}
