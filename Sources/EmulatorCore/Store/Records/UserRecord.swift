#if canImport(FoundationEssentials)
package import FoundationEssentials
#else
package import Foundation
#endif

/// A user of a tenant.
package struct UserRecord: Sendable, Hashable {
    /// GUID in small letters.
    package var id: String
    package var tenantID: String
    package var userPrincipalName: String
    package var displayName: String
    package var givenName: String?
    package var surname: String?
    package var jobTitle: String?
    package var department: String?
    package var office: String?
    package var mobilePhone: String?
    package var city: String?
    package var country: String?
    package var mailNickname: String
    package var mail: String?
    /// False blocks signing in.
    package var accountEnabled: Bool
    /// Nil: no password, so no signing in with one.
    package var passwordHash: String?
    /// `Member` or `Guest`.
    package var userType: String
    /// Tokens from sessions before this moment are revoked.
    package var tokensValidFrom: Date
    package var createdOn: Date = Date(timeIntervalSince1970: 0)
    /// The password has expired or was set by an administrator.
    package var mustChangePassword: Bool = false
    /// Wrong passwords since the last right one.
    package var failedSignIns: Int = 0
    /// No password is looked at before this moment.
    package var lockedUntil: Date? = nil
    /// The secret of the second factor, base32; nil: none is registered.
    package var oneTimePasswordSecret: String? = nil
    /// `PendingAcceptance` or `Accepted` of an invited guest.
    package var externalState: String? = nil
    /// Properties that only Graph knows, as a JSON object.
    package var document: String = "{}"

    package init(
        id: String,
        tenantID: String,
        userPrincipalName: String,
        displayName: String,
        givenName: String? = nil,
        surname: String? = nil,
        jobTitle: String? = nil,
        department: String? = nil,
        office: String? = nil,
        mobilePhone: String? = nil,
        city: String? = nil,
        country: String? = nil,
        mailNickname: String,
        mail: String? = nil,
        accountEnabled: Bool,
        passwordHash: String? = nil,
        userType: String,
        tokensValidFrom: Date,
        createdOn: Date = Date(timeIntervalSince1970: 0),
        mustChangePassword: Bool = false,
        failedSignIns: Int = 0,
        lockedUntil: Date? = nil,
        oneTimePasswordSecret: String? = nil,
        externalState: String? = nil,
        document: String = "{}"
    ) {
        self.id = id
        self.tenantID = tenantID
        self.userPrincipalName = userPrincipalName
        self.displayName = displayName
        self.givenName = givenName
        self.surname = surname
        self.jobTitle = jobTitle
        self.department = department
        self.office = office
        self.mobilePhone = mobilePhone
        self.city = city
        self.country = country
        self.mailNickname = mailNickname
        self.mail = mail
        self.accountEnabled = accountEnabled
        self.passwordHash = passwordHash
        self.userType = userType
        self.tokensValidFrom = tokensValidFrom
        self.createdOn = createdOn
        self.mustChangePassword = mustChangePassword
        self.failedSignIns = failedSignIns
        self.lockedUntil = lockedUntil
        self.oneTimePasswordSecret = oneTimePasswordSecret
        self.externalState = externalState
        self.document = document
    }
}

extension UserRecord: StoredRecord {
    package static let table = "user"
    package static let columns = """
        id, tenant_id, user_principal_name, display_name, given_name, surname, job_title, department, office, \
        mobile_phone, city, country, mail_nickname, mail, account_enabled, password_hash, user_type, \
        tokens_valid_from, \
        created_on, must_change_password, failed_sign_ins, locked_until, one_time_password_secret, external_state, document
        """

    package init(_ row: inout Row) throws {
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

    package var values: [any SQLBindable] {
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
    package var description: String { "UserRecord(\(id), \(userPrincipalName))" }
    package var debugDescription: String { description }
    package var customMirror: Mirror { Mirror(self, children: []) }
}
