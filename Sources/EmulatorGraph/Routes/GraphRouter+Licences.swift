import EmulatorAdministration
import EmulatorCore
import ExoJSON

/// The products that people have.
extension GraphRouter {
    func assignLicence(to user: UserRecord) throws -> GraphReply {
        guard method == "POST" else { throw GraphError.methodNotAllowed }
        var body = try call.body(of: "User")
        var added: [Licences.Assignment] = []
        for var licence in try body.bodies("addLicenses") ?? [] {
            guard let id = try licence.identifier("skuId") else {
                throw AdministrationError.required("skuId", of: "AssignedLicense")
            }
            added.append(Licences.Assignment(productID: id, disabledPlans: try licence.texts("disabledPlans") ?? []))
            try licence.finish()
        }
        let removed = try body.texts("removeLicenses") ?? []
        try body.finish()
        let licences = Licences(administration: administration)
        let changed = try licences.change(ofUser: user.id, add: added, remove: removed.map { $0.lowercased() })
        return .object(try UserEntity.render(changed), "users/$entity")
    }

    /// What the products of somebody hold.
    func licenceDetails(of id: String) throws -> [JSONObject] {
        try Licences.assigned(to: administration.user(id)).compactMap { licence in
            guard let product = LicenceProduct.all.first(where: { $0.id == licence.productID }) else { return nil }
            return [
                "id": .string(SeedIdentifier.make("licence", id, product.id)),
                "skuId": .string(product.id),
                "skuPartNumber": .string(product.name),
                "servicePlans": .array(
                    product.plans.map { plan in
                        [
                            "servicePlanId": .string(plan.id),
                            "servicePlanName": .string(plan.name),
                            "provisioningStatus": licence.disabledPlans.contains(plan.id) ? "Disabled" : "Success",
                            "appliesTo": "User",
                        ]
                    }
                ),
            ]
        }
    }
}
