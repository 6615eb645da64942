#if canImport(FoundationEssentials)
package import FoundationEssentials
#else
package import Foundation
#endif

/// A user of a tenant.
package struct UserRecord: Sendable, Hashable {
    /// GUID in small letters.
    package var id = ""
    package var tenantID = ""
    package var userPrincipalName = ""
    package var displayName = ""
    package var givenName: String?
    package var surname: String?
    package var jobTitle: String?
    package var department: String?
    package var office: String?
    package var mobilePhone: String?
    package var city: String?
    package var country: String?
    package var mailNickname = ""
    package var mail: String?
    /// False blocks signing in.
    package var accountEnabled = false
    /// Nil: no password, so no signing in with one.
    package var passwordHash: String?
    /// `Member` or `Guest`.
    package var userType = ""
    /// Tokens from sessions before this moment are revoked.
    package var tokensValidFrom = Date(timeIntervalSince1970: 0)
    package var createdOn = Date(timeIntervalSince1970: 0)
    /// The password has expired or was set by an administrator.
    package var mustChangePassword = false
    /// Wrong passwords since the last right one.
    package var failedSignIns = 0
    /// No password is looked at before this moment.
    package var lockedUntil: Date? = nil
    /// The secret of the second factor, base32; nil: none is registered.
    package var oneTimePasswordSecret: String? = nil
    /// `PendingAcceptance` or `Accepted` of an invited guest.
    package var externalState: String? = nil
    /// Properties that only Graph knows, as a JSON object.
    package var document = "{}"

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
    package static let columns = columnNames

    package init() {}

    package mutating func visit<Visitor: ColumnVisitor>(_ columns: inout Visitor) throws(Visitor.Failure) {
        try columns.value("id", &id)
        try columns.value("tenant_id", &tenantID)
        try columns.value("user_principal_name", &userPrincipalName)
        try columns.value("display_name", &displayName)
        try columns.value("given_name", &givenName)
        try columns.value("surname", &surname)
        try columns.value("job_title", &jobTitle)
        try columns.value("department", &department)
        try columns.value("office", &office)
        try columns.value("mobile_phone", &mobilePhone)
        try columns.value("city", &city)
        try columns.value("country", &country)
        try columns.value("mail_nickname", &mailNickname)
        try columns.value("mail", &mail)
        try columns.value("account_enabled", &accountEnabled)
        try columns.value("password_hash", &passwordHash)
        try columns.value("user_type", &userType)
        try columns.value("tokens_valid_from", &tokensValidFrom)
        try columns.value("created_on", &createdOn)
        try columns.value("must_change_password", &mustChangePassword)
        try columns.value("failed_sign_ins", &failedSignIns)
        try columns.value("locked_until", &lockedUntil)
        try columns.value("one_time_password_secret", &oneTimePasswordSecret)
        try columns.value("external_state", &externalState)
        try columns.value("document", &document)
    }
}

extension UserRecord: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
    /// Without what signs or signs in.
    package var description: String { "UserRecord(\(id), \(userPrincipalName))" }
    package var debugDescription: String { description }
    package var customMirror: Mirror { Mirror(self, children: []) }
}
