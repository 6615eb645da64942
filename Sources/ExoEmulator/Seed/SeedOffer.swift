import EmulatorAdministration
import EmulatorCore
import EmulatorEntra
import ExoCrypto
import Synchronization

/// The seeded people whom the sign-in page offers, as long as they have the seeded password.
final class SeedOffer: Sendable {
    private static let people: [SeedPerson] = Seed.contoso.people.filter { person in
        !person.roles.isEmpty || ["adele", "megan"].contains(person.alias)
    }

    private let directory: Directory
    /// Whether a hash is one of the seeded password; all seeded people share one, so that this is asked once.
    private let known = Mutex<[String: Bool]>([:])

    init(_ directory: Directory) { self.directory = directory }

    /// Whom the page offers; nil where nobody of the seed is left.
    ///
    /// - Throws: `DatabaseError` or `CryptoError`.
    func current() throws -> SignInOffer? {
        let people = try Self.people.compactMap { person -> SignInOffer.Person? in
            guard let user = try directory.user(person.address), user.accountEnabled, try hasSeededPassword(user) else {
                return nil
            }
            let roles = person.roles.compactMap { DirectoryRoleTemplate.named($0)?.displayName }
            return .init(login: user.userPrincipalName, role: roles.first ?? person.jobTitle ?? "")
        }
        return people.isEmpty ? nil : SignInOffer(people: people, password: Seed.password)
    }

    private func hasSeededPassword(_ user: UserRecord) throws -> Bool {
        guard let hash = user.passwordHash else { return false }
        if let answer = known.withLock({ $0[hash] }) { return answer }
        let answer = try PasswordHash.matches(Array(Seed.password.utf8), hash)
        known.withLock { known in
            if known.count > 1000 { known = [:] }
            known[hash] = answer
        }
        return answer
    }
}
