package import EmulatorCore
import ExoJSON

/// Which products people have.
package struct Licences: Sendable {
    /// A product of somebody.
    package struct Assignment: Sendable, Hashable {
        package var productID: String
        /// The parts of it that are switched off.
        package var disabledPlans: [String]

        package init(productID: String, disabledPlans: [String]) {
            self.productID = productID
            self.disabledPlans = disabledPlans
        }
    }

    private static let member = "assignedLicenses"

    package let administration: Administration

    package init(administration: Administration) { self.administration = administration }

    /// What somebody has.
    package static func assigned(to user: UserRecord) throws -> [Assignment] {
        guard user.document.contains(member) else { return [] }
        return (try JSONValue(parsing: user.document)[member]?.arrayValue ?? []).compactMap { entry in
            guard let id = entry["skuId"]?.stringValue else { return nil }
            return Assignment(
                productID: id,
                disabledPlans: entry["disabledPlans"]?.arrayValue?.compactMap(\.stringValue) ?? []
            )
        }
    }

    /// How many people of the organization have each product, by its id.
    ///
    /// - Throws: `DatabaseError`.
    package func counts() throws -> [String: Int64] {
        try administration.directory.store.read { connection in
            var counts: [String: Int64] = [:]
            try connection.forEachRow(
                """
                SELECT json_extract(licence.value, '$.skuId'), count(*)
                FROM user, json_each(user.document, '$.\(Self.member)') AS licence
                WHERE user.tenant_id = ? AND json_type(licence.value, '$.skuId') = 'text' GROUP BY 1
                """,
                [administration.tenantID]
            ) { row in
                counts[try row.text()] = Int64(try row.integer())
                return true
            }
            return counts
        }
    }

    /// Gives and takes products.
    ///
    /// - Throws: ``AdministrationError`` for an unknown product, one that is not there to be taken, and without a usage location.
    @discardableResult
    package func change(ofUser id: String, add: [Assignment], remove: [String]) throws -> UserRecord {
        try administration.directory.store.write { _ in
            var user = try administration.user(id)
            var all = try Self.assigned(to: user)
            for product in add.map(\.productID) + remove where !LicenceProduct.all.contains(where: { $0.id == product })
            {
                throw AdministrationError("License \(product) does not correspond to a valid company License.")
            }
            var document = try JSONValue(parsing: user.document).objectValue ?? [:]
            guard add.isEmpty || document["usageLocation"]?.stringValue != nil || user.country != nil else {
                throw AdministrationError("License assignment cannot be done for user with invalid usage location.")
            }
            for product in remove {
                guard all.contains(where: { $0.productID == product }) else {
                    throw AdministrationError("User does not have a corresponding license.")
                }
                all.removeAll { $0.productID == product }
            }
            for assignment in add {
                all.removeAll { $0.productID == assignment.productID }
                all.append(assignment)
            }
            document[Self.member] = .array(
                all.map { assignment in
                    [
                        "disabledPlans": .array(assignment.disabledPlans.map { .string($0) }),
                        "skuId": .string(assignment.productID),
                    ]
                }
            )
            user.document = JSONValue.object(document).text()
            let changed = user
            try Users(administration: administration).update(changed)
            return changed
        }
    }
}
