import EmulatorCore
package import ExoJSON

extension ExchangeObjectMaker {
    /// What somebody may do with a recipient.
    ///
    /// - Parameters:
    ///   - right: `FullAccess`, or `SendAs`.
    ///   - alias: The alias of somebody of the tenant.
    ///   - address: The name with which they sign in.
    ///   - object: The recipient.
    /// - Returns: The entry, to be stored after the recipient.
    package func right(
        _ right: String,
        ofAlias alias: String,
        address: String,
        on object: ExchangeObject
    ) -> ExchangeObject {
        let noun = right == "SendAs" ? PermissionNoun.recipient : .mailbox
        let sid = PermissionNoun.sid(ofGUID: SeedIdentifier.make("recipient", tenant.id, alias))
        return noun.entry(of: object, for: (address, sid), rights: [right], at: now)
    }

    /// Says something of an object.
    package func add(_ properties: JSONObject, to object: inout ExchangeObject) {
        for member in properties.members { object.properties[member.name] = member.value }
    }
}
