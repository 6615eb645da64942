import EmulatorCore
import ExoCrypto

#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif

extension Seed {
    /// Rounds of the hash under which passwords and secrets are kept: everybody knows those of the seed, so a slow hash
    /// would only slow the first start.
    static let iterations = 1000

    /// What a password or secret is kept as.
    static func hash(_ text: String) throws -> String {
        try PasswordHash.make(Array(text.utf8), iterations: iterations)
    }
}

extension Store {
    /// Puts the seed into a store that nothing was ever put into.
    func fillIfEmpty(now: Date) throws {
        guard try isEmpty else { return }
        try write { _ in try fill(now: now) }
    }

    /// Puts the seed in the place of all there is.
    func refill(now: Date) throws {
        try replace { draft in try draft.fill(now: now) }
    }

    /// Adds generated people and apps to what there is; a store that nothing was ever put into gets the seed first.
    ///
    /// - Throws: `DatabaseError`, such as `.constraint` where the tenant they belong to is gone; nothing was added, or a part of
    ///   the company.
    func add(_ generated: GeneratedSeed, now: Date) throws {
        try write { _ in
            try fillIfEmpty(now: now)
            try generated.write(to: self, now: now, hash: Seed.hash)
        }
        // Part by part: what was added stays when a later part fails, and adding it again adds the rest.
        try filling { try generated.company.write(to: self, now: now, hash: Seed.hash) }
    }

    private func fill(now: Date) throws {
        try Seed.contoso.write(to: self, now: now, hash: Seed.hash)
        try Seed.contoso.writeExchange(to: self, now: now)
    }
}
