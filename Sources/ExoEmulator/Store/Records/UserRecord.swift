#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif

/// A user of a tenant.
struct UserRecord: Sendable, Hashable {
    /// GUID in small letters.
    var id: String
    var tenantID: String
    var userPrincipalName: String
    var displayName: String
    var givenName: String?
    var surname: String?
    var jobTitle: String?
    var department: String?
    var office: String?
    var mobilePhone: String?
    var city: String?
    var country: String?
    var mailNickname: String
    var mail: String?
    /// False blocks signing in.
    var accountEnabled: Bool
    /// Nil: no password, so no signing in with one.
    var passwordHash: String?
    /// `Member` or `Guest`.
    var userType: String
    /// Tokens from sessions before this moment are revoked.
    var tokensValidFrom: Date
}

extension UserRecord: StoredRecord {
    static let table = "user"
    static let columns = """
        id, tenant_id, user_principal_name, display_name, given_name, surname, job_title, department, office, \
        mobile_phone, city, country, mail_nickname, mail, account_enabled, password_hash, user_type, \
        tokens_valid_from
        """

    init(_ row: inout Row) throws {
        id = try row.text()
        tenantID = try row.text()
        userPrincipalName = try row.text()
        displayName = try row.text()
        givenName = try row.optionalText()
        surname = try row.optionalText()
        jobTitle = try row.optionalText()
        department = try row.optionalText()
        office = try row.optionalText()
        mobilePhone = try row.optionalText()
        city = try row.optionalText()
        country = try row.optionalText()
        mailNickname = try row.text()
        mail = try row.optionalText()
        accountEnabled = try row.flag()
        passwordHash = try row.optionalText()
        userType = try row.text()
        tokensValidFrom = try row.date()
    }

    var values: [any SQLBindable] {
        [
            id,
            tenantID,
            userPrincipalName,
            displayName,
            givenName,
            surname,
            jobTitle,
            department,
            office,
            mobilePhone,
            city,
            country,
            mailNickname,
            mail,
            accountEnabled,
            passwordHash,
            userType,
            tokensValidFrom,
        ]
    }
}

extension UserRecord: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
    /// Without what signs or signs in.
    var description: String { "UserRecord(\(id), \(userPrincipalName))" }
    var debugDescription: String { description }
    var customMirror: Mirror { Mirror(self, children: []) }
}
