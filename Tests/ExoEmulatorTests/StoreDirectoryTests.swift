import Testing

@testable import EmulatorCore
@testable import ExoEmulator

#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif

struct StoreDirectoryTests {
    private let directory: Directory
    private let adele: UserRecord
    private let now = Date(timeIntervalSince1970: 1_800_000_000)

    init() throws {
        let store = try Store(path: nil)
        try Seed.contoso.write(to: store, now: now) { $0 }
        directory = Directory(store: store)
        adele = try #require(try directory.user("adele@contoso.com"))
    }

    @Test func aChangeWritesWhatItChanges() throws {
        var one = adele
        one.jobTitle = "Pilot"
        one.mobilePhone = nil
        try directory.save(one, from: adele)
        var other = adele
        other.city = "Oslo"
        other.userPrincipalName = "Adele.V@contoso.com"
        try directory.save(other, from: adele)
        try directory.save(adele, from: adele)
        let both = try #require(try directory.user(id: adele.id))
        #expect(both.jobTitle == "Pilot" && both.mobilePhone == nil && both.city == "Oslo")
        #expect(try directory.user("adele.v@contoso.com")?.id == adele.id)
        #expect(try directory.user("adele@contoso.com") == nil)
    }

    @Test func usesAnAuthorizationCodeOnce() throws {
        let code = AuthorizationCodeRecord(
            codeHash: "hash",
            tenantID: adele.tenantID,
            clientID: Seed.appID(1),
            userID: adele.id,
            redirectURI: "http://localhost",
            scope: "openid",
            authenticatedOn: now,
            expiresOn: now.addingTimeInterval(600)
        )
        try directory.insert(code)
        guard case .first(let first) = try directory.useAuthorizationCode(hash: "hash", at: now) else {
            Issue.record("the first use was refused")
            return
        }
        #expect(first == code)
        guard case .again(let again) = try directory.useAuthorizationCode(hash: "hash", at: now) else {
            Issue.record("the second use was accepted")
            return
        }
        #expect(again.consumedOn == now)
        guard case .unknown = try directory.useAuthorizationCode(hash: "other", at: now) else {
            Issue.record("a code that nobody issued was accepted")
            return
        }
    }

    @Test func usesARefreshTokenAndForgetsItsFamily() throws {
        for hash in ["a", "b"] {
            try directory.insert(
                RefreshTokenRecord(
                    tokenHash: hash,
                    familyID: "family",
                    tenantID: adele.tenantID,
                    clientID: Seed.appID(1),
                    userID: adele.id,
                    scope: "openid",
                    authenticatedOn: now,
                    issuedOn: now,
                    expiresOn: now.addingTimeInterval(86_400)
                )
            )
        }
        guard case .first = try directory.useRefreshToken(hash: "a", at: now),
            case .again = try directory.useRefreshToken(hash: "a", at: now)
        else {
            Issue.record("uses are not counted")
            return
        }
        try directory.voidTokens(family: "family", at: .now)
        #expect(try directory.refreshToken(hash: "b") == nil)
    }

    @Test func takesAnAssertionIdentifierOncePerClient() throws {
        let end = now.addingTimeInterval(600)
        #expect(try directory.useAssertion(jti: "1", clientID: "a", expiresOn: end))
        #expect(try !directory.useAssertion(jti: "1", clientID: "a", expiresOn: end))
        #expect(try directory.useAssertion(jti: "1", clientID: "b", expiresOn: end))
        try directory.deleteExpiredSignIns(now: end.addingTimeInterval(1))
        #expect(try directory.useAssertion(jti: "1", clientID: "a", expiresOn: end))
    }

    @Test func revokesSessionsOfOneUser() throws {
        let session = SignInSessionRecord(
            idHash: "hash",
            sessionID: "session",
            tenantID: adele.tenantID,
            userID: adele.id,
            authenticatedOn: now,
            expiresOn: now.addingTimeInterval(86_400)
        )
        try directory.insert(session)
        #expect(try directory.signInSession(idHash: "hash") == session)
        let later = now.addingTimeInterval(60)
        try directory.revokeSessions(ofUser: adele.id, at: later)
        #expect(try directory.signInSession(idHash: "hash") == nil)
        #expect(try directory.user(id: adele.id)?.tokensValidFrom == later)
    }

    @Test func keepsSigningKeysAndRetiresThem() throws {
        for (kid, age) in [("old", 100.0), ("new", 0.0)] {
            try directory.insert(
                SigningKeyRecord(
                    kid: kid,
                    privateKeyPEM: "private \(kid)",
                    certificatePEM: "certificate",
                    createdAt: now.addingTimeInterval(-age),
                    retired: false
                )
            )
        }
        #expect(try directory.signingKeys().map(\.kid) == ["new", "old"])
        #expect(try directory.retireSigningKey("new"))
        #expect(try directory.signingKeys().map(\.kid) == ["old", "new"])
    }

    @Test func hidesSecretsInDescriptions() throws {
        let key = SigningKeyRecord(
            kid: "kid",
            privateKeyPEM: "private-part",
            certificatePEM: "certificate",
            createdAt: now,
            retired: false
        )
        #expect(!"\(key)".contains("private-part"))
        #expect(!String(reflecting: key).contains("private-part"))
        #expect(!"\(adele)".contains(Seed.password))
    }

    @Test func changesAUserInPlace() throws {
        var changed = adele
        changed.displayName = "Adele Vance-Ræder"
        changed.mobilePhone = nil
        try directory.save(changed)
        #expect(try directory.user(id: adele.id) == changed)
        #expect(try directory.setAccountEnabled(false, ofUser: adele.id))
        #expect(try directory.user(id: adele.id)?.accountEnabled == false)
    }

    @Test func refusesTwoUsersOfOneName() throws {
        var twin = adele
        twin.id = "00000000-0000-4000-8000-000000000009"
        twin.userPrincipalName = "ADELE@contoso.com"
        let error = #expect(throws: DatabaseError.self) { try directory.save(twin) }
        #expect(error?.code == .constraint)
    }

    @Test func forgetsMembershipsAndRolesOfADeletedUser() throws {
        let group = try #require(try directory.groups(containing: adele.id).first)
        #expect(try directory.deleteUser(id: adele.id))
        #expect(try !directory.members(of: group.id).contains(adele.id))
        #expect(try !directory.deleteUser(id: adele.id))
    }

    @Test func addsAndRemovesMembersOnce() throws {
        let group = try #require(try directory.groups(of: adele.tenantID).first { $0.mailNickname == "empty.list" })
        #expect(try directory.addMember(adele.id, to: group.id))
        #expect(try !directory.addMember(adele.id, to: group.id))
        #expect(try directory.removeMember(adele.id, from: group.id))
        #expect(try !directory.removeMember(adele.id, from: group.id))
    }

    @Test func replacesTheScopesOfAGrant() throws {
        var grant = DelegatedGrantRecord(
            tenantID: adele.tenantID,
            clientAppID: Seed.appID(3),
            resourceAppID: FirstParty.exchange,
            scope: "Exchange.Manage",
            principalID: adele.id
        )
        try directory.save(grant)
        grant.scope = "Exchange.ManageV2"
        try directory.save(grant)
        func scopes(_ user: String) throws -> [String] {
            try directory.delegatedScopes(
                client: Seed.appID(3),
                resource: FirstParty.exchange,
                user: user,
                tenant: adele.tenantID
            )
        }
        #expect(try scopes(adele.id) == ["Exchange.ManageV2"])
        #expect(try scopes("another") == [])
        #expect(try directory.delete(grant))
        #expect(try scopes(adele.id) == [])
    }
}
