import EmulatorAdministration
import EmulatorCore
import ExoJSON

/// Whether somebody's licences hold a plan of Exchange, and what a mailbox has by it.
enum ExchangeLicence: Sendable {
    case enterprise
    case standard
    case deskless

    static func opens(_ user: UserRecord) throws -> Bool { try !plans(of: user).isEmpty }

    /// The best one of somebody's licences, `nil` without any.
    static func best(of user: UserRecord) throws -> ExchangeLicence? { best(among: try plans(of: user)) }

    /// The best licence with some plans, `nil` without any.
    static func best(among plans: Set<String>) -> ExchangeLicence? {
        guard !plans.isEmpty else { return nil }
        let names: [(String, ExchangeLicence)] = [
            ("EXCHANGE_S_ENTERPRISE", .enterprise), ("EXCHANGE_S_STANDARD", .standard),
        ]
        return names.first { plans.contains($0.0) }?.1 ?? .deskless
    }

    /// The names of the plans of Exchange that are on.
    static func plans(of user: UserRecord) throws -> Set<String> {
        var names: Set<String> = []
        for licence in try Licences.assigned(to: user) {
            let product = LicenceProduct.all.first { $0.id == licence.productID }
            for plan in product?.plans ?? [] where plan.isOfExchange && !licence.disabledPlans.contains(plan.id) {
                names.insert(plan.name)
            }
        }
        return names
    }

    /// The property that says what a mailbox may by its licence.
    static let capabilities = "PersistedCapabilities"
    /// The capability with which a mailbox can be held.
    static let full = "BPOS_S_Enterprise"

    private var label: String {
        switch self {
        case .enterprise: ExchangeObjectMaker.planLabel
        case .standard: "ExchangeOnline"
        case .deskless: "ExchangeOnlineDeskless"
        }
    }

    private var capability: String {
        switch self {
        case .enterprise: Self.full
        case .standard: "BPOS_S_Standard"
        case .deskless: "BPOS_S_Deskless"
        }
    }

    /// The licence that a mailbox was given, as its capabilities say.
    static func given(to mailbox: ExchangeObject) -> ExchangeLicence {
        let said = mailbox.texts(capabilities)
        return [.standard, .deskless].first { said.contains($0.capability) } ?? .enterprise
    }

    /// Gives a new mailbox what follows from the licence and its plan.
    ///
    /// - Throws: `DatabaseError`.
    func apply(toNew mailbox: inout ExchangeObject, _ objects: ObjectStore) throws {
        for (name, value) in try MailboxPlans.values(of: label, objects) { mailbox.properties[name] = value }
        note(in: &mailbox)
    }

    /// Gives a mailbox what follows from the licence, where it was given another one; sizes that somebody chose stay.
    ///
    /// - Parameters:
    ///   - mailbox: The mailbox.
    ///   - objects: Where the plans are.
    /// - Throws: `DatabaseError`.
    func replace(in mailbox: inout ExchangeObject, _ objects: ObjectStore) throws {
        let former = Self.given(to: mailbox)
        guard former != self else { return }
        let made = former == .enterprise ? [] : MailboxPlans.quotas(of: former.label)
        for (name, value) in try MailboxPlans.values(of: former.label, objects) + made
        where MailboxPlans.sizes.contains(name) && mailbox.properties[name] == value {
            mailbox.properties[name] = nil
        }
        for (name, value) in try MailboxPlans.values(of: label, objects)
        where MailboxPlans.sizes.contains(name) && mailbox.properties[name] == nil {
            mailbox.properties[name] = value
        }
        note(in: &mailbox)
    }

    private func note(in mailbox: inout ExchangeObject) {
        mailbox.properties["MailboxPlan"] = .string(MailboxPlans.name(of: label, in: mailbox.tenantID))
        mailbox.properties[Self.capabilities] = self == .enterprise ? nil : [.string(capability)]
    }
}
