import EmulatorAdministration
import EmulatorCore
import EmulatorEntra
import EmulatorExchange

#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif

/// People and apps in any number, the same for the same numbers each time.
struct GeneratedSeed: Sendable, Equatable {
    /// How many of each at most.
    static let most = 1_000_000

    /// Where they are put: contoso.
    static let tenantID = Seed.contosoID
    private static let domain = "contoso.com"
    /// How many mailboxes are written at a time.
    private static let part = 10_000

    var users = 0
    var applications = 0
    /// Whether each person has a mailbox, which takes longer to write than the person.
    var hasMailboxes = false
    /// Another number gives other people.
    var number: UInt64 = 1
    /// A company beside them, whose number is its own.
    var company = CompanySeed()

    /// Writes them in one transaction; who is there already stays as they are.
    ///
    /// - Parameters:
    ///   - store: A store that has the seed.
    ///   - now: When they were made.
    ///   - hash: Makes the text a password or secret is kept as. It is called once for each of the two.
    /// - Throws: `DatabaseError`, or what `hash` throws.
    func write(to store: Store, now: Date, hash: (String) throws -> String) throws {
        let passwordHash = users > 0 ? try hash(Seed.password) : ""
        let secretHash = applications > 0 ? try hash(Self.secret) : ""
        try store.write { connection in
            var random = SeedRandom(number)
            let tenant = try connection.record(TenantRecord.self, where: "id = ?", [Self.tenantID])
            let maker = tenant.map {
                ExchangeObjectMaker(tenant: $0, now: ServiceDate(now), ages: true)
            }
            var mailboxes: [ExchangeObject] = []
            func flush() throws {
                guard let maker else { return }
                try ObjectStore(store: store, names: maker.names).insert(all: mailboxes)
                mailboxes = []
            }
            for index in 0..<users {
                let person = Self.person(index, &random, number: number)
                guard try connection.record(UserRecord.self, where: "id = ?", [person.id]) == nil else { continue }
                try connection.insert(UserRecord(person, passwordHash: passwordHash, now: now))
                if hasMailboxes, let maker { mailboxes.append(maker.recipient(person)) }
                if mailboxes.count == Self.part { try flush() }
            }
            try flush()
            for index in 0..<applications {
                try Self.writeApplication(index, number: number, secretHash: secretHash, now: now, to: connection)
            }
        }
    }

    /// The secret of every app.
    static let secret = "generated-application-secret"

    /// The client id of an app.
    static func applicationID(_ index: Int, number: UInt64) -> String {
        SeedIdentifier.make("generatedApplication", String(number), String(index))
    }

    private static func person(_ index: Int, _ random: inout SeedRandom, number: UInt64) -> SeedPerson {
        let givenName = random.element(of: SeedNames.givenNames)
        let surname = random.element(of: SeedNames.surnames)
        return SeedPerson(
            kind: .user,
            tenantID: tenantID,
            alias: "\(givenName.lowercased()).\(surname.lowercased()).\(number == 1 ? "" : "\(number)-")\(index + 1)",
            domain: domain,
            displayName: "\(givenName) \(surname) \(index + 1)",
            givenName: givenName,
            surname: surname,
            jobTitle: random.element(of: SeedNames.jobTitles),
            department: random.element(of: SeedNames.departments),
            office: random.element(of: SeedNames.offices),
            city: random.element(of: SeedNames.cities),
            country: "Germany"
        )
    }

    private static func writeApplication(
        _ index: Int,
        number: UInt64,
        secretHash: String,
        now: Date,
        to connection: Connection
    ) throws {
        let appID = applicationID(index, number: number)
        guard try connection.record(ApplicationRecord.self, where: "app_id = ?", [appID]) == nil else { return }
        let principalID = SeedIdentifier.make("servicePrincipal", tenantID, appID)
        let name = "Generated App \(number == 1 ? "" : "\(number)-")\(index + 1)"
        try connection.insert(
            ApplicationRecord(
                appID: appID,
                objectID: SeedIdentifier.make("application", appID),
                tenantID: tenantID,
                displayName: name,
                signInAudience: "AzureADMyOrg",
                isFallbackPublicClient: false,
                createdOn: now
            )
        )
        try connection.insert(
            ClientSecretRecord(
                appID: appID,
                keyID: SeedIdentifier.make("secret", appID),
                hash: secretHash,
                hint: String(secret.prefix(3)),
                displayName: "generated",
                expiresOn: now.addingTimeInterval(2 * 365 * 86_400)
            )
        )
        try connection.insert(
            ServicePrincipalRecord(
                objectID: principalID,
                appID: appID,
                tenantID: tenantID,
                displayName: name,
                accountEnabled: true,
                appRoleAssignmentRequired: false,
                createdOn: now
            )
        )
        try connection.insert(
            AppRoleAssignmentRecord(
                tenantID: tenantID,
                principalID: principalID,
                resourceAppID: FirstParty.exchange,
                role: "Exchange.ManageAsApp"
            )
        )
    }
}
