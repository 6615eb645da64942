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
    var createdOn: Date = Date(timeIntervalSince1970: 0)
    /// The password has expired or was set by an administrator.
    var mustChangePassword: Bool = false
    /// Wrong passwords since the last right one.
    var failedSignIns: Int = 0
    /// No password is looked at before this moment.
    var lockedUntil: Date? = nil
    /// The secret of the second factor, base32; nil: none is registered.
    var oneTimePasswordSecret: String? = nil
    /// `PendingAcceptance` or `Accepted` of an invited guest.
    var externalState: String? = nil
    /// Properties that only Graph knows, as a JSON object.
    var document: String = "{}"
}

extension UserRecord: StoredRecord {
    static let table = "user"
    static let columns = """
        id, tenant_id, user_principal_name, display_name, given_name, surname, job_title, department, office, \
        mobile_phone, city, country, mail_nickname, mail, account_enabled, password_hash, user_type, \
        tokens_valid_from, \
        created_on, must_change_password, failed_sign_ins, locked_until, one_time_password_secret, external_state, document
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
        createdOn = try row.date()
        mustChangePassword = try row.flag()
        failedSignIns = try row.integer()
        lockedUntil = try row.optionalDate()
        oneTimePasswordSecret = try row.optionalText()
        externalState = try row.optionalText()
        document = try row.text()
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
            createdOn,
            mustChangePassword,
            failedSignIns,
            lockedUntil,
            oneTimePasswordSecret,
            externalState,
            document,
        ]
    }
}

extension UserRecord: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
    /// Without what signs or signs in.
    var description: String { "UserRecord(\(id), \(userPrincipalName))" }
    var debugDescription: String { description }
    var customMirror: Mirror { Mirror(self, children: []) }
}
