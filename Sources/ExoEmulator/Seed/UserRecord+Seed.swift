import EmulatorCore

#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif

extension UserRecord {
    /// The user of the directory that somebody of a seed is.
    ///
    /// - Parameters:
    ///   - person: Who it is.
    ///   - passwordHash: The password of everybody who has one.
    ///   - now: When the seed is written.
    init(_ person: SeedPerson, passwordHash: String, now: Date) {
        self.init(
            id: person.id,
            tenantID: person.tenantID,
            userPrincipalName: person.address,
            displayName: person.displayName,
            givenName: person.givenName,
            surname: person.surname,
            jobTitle: person.jobTitle,
            department: person.department,
            office: person.office,
            mobilePhone: person.mobilePhone,
            city: person.city,
            country: person.country,
            mailNickname: person.alias,
            mail: person.externalAddress ?? person.address,
            // The account of a room is on, though nobody knows its password.
            accountEnabled: person.isEnabled && (person.hasPassword || person.kind == .room),
            passwordHash: person.hasPassword ? passwordHash : nil,
            userType: "Member",
            tokensValidFrom: now,
            // As old as what Exchange has of them.
            createdOn: SeedAge.date(ofRecipient: person.alias, in: person.tenantID, before: now),
            oneTimePasswordSecret: person.roles.isEmpty ? nil : Seed.oneTimePasswordSecret
        )
    }
}
