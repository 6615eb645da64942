import EmulatorAdministration
import EmulatorCore

/// Whether somebody's licences hold a plan of Exchange.
enum ExchangeLicence {
    static func opens(_ user: UserRecord) throws -> Bool {
        try Licences.assigned(to: user).contains { licence in
            guard let product = LicenceProduct.all.first(where: { $0.id == licence.productID }) else { return false }
            return product.plans.contains { $0.isOfExchange && !licence.disabledPlans.contains($0.id) }
        }
    }
}
