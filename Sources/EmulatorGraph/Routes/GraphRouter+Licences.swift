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

    /// The products that the organization has, and how many people have each.
    func subscribedProducts(_ path: inout GraphPath, _ set: GraphPath.Segment) throws -> GraphReply {
        let counts = try Licences(administration: administration).counts()
        let all = LicenceProduct.all.map { product -> JSONObject in
            let used = counts[product.id] ?? 0
            return [
                "id": .string("\(administration.tenantID)_\(product.id)"),
                "accountId": .string(administration.tenantID),
                "accountName": .string(administration.tenant.initialDomain.prefix { $0 != "." }.description),
                "appliesTo": "User", "capabilityStatus": "Enabled", "consumedUnits": .integer(used),
                // An organization has as many as it needs, and some more.
                "prepaidUnits": [
                    "enabled": .integer((used / 25 + 1) * 25), "suspended": 0, "warning": 0, "lockedOut": 0,
                ],
                "skuId": .string(product.id), "skuPartNumber": .string(product.name),
                "servicePlans": .array(
                    product.plans.map { plan in
                        [
                            "servicePlanId": .string(plan.id), "servicePlanName": .string(plan.name),
                            "provisioningStatus": "Success", "appliesTo": "User",
                        ]
                    }
                ),
                "subscriptionIds": [
                    .string(SeedIdentifier.make("subscription", administration.tenantID, product.id))
                ],
            ]
        }
        return try fixedSet(
            "subscribedSkus",
            GraphShape("subscribedSku"),
            &path,
            set,
            { all },
            named: { id in all.first { $0["id"]?.stringValue?.lowercased() == id.lowercased() } }
        )
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
