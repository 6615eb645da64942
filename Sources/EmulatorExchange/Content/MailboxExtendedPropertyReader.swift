import CmdletCatalogue
import EmulatorCore
import ExoJSON

/// Get-MailboxExtendedProperty: the named properties that the items of a mailbox have.
///
/// Which a mailbox has is not published; these are of the sets that every mailbox uses (MS-OXPROPS 1.3.2).
struct MailboxExtendedPropertyReader: CmdletHandler {
    static let noun = "MailboxExtendedProperty"

    /// Set, name or number, type.
    private static let known: [(set: String, name: String?, number: Int64?, type: String)] = [
        ("00020329-0000-0000-c000-000000000046", "Keywords", nil, "StringArray"),
        ("00020329-0000-0000-c000-000000000046", "x-ms-exchange-organization-authas", nil, "String"),
        ("00020386-0000-0000-c000-000000000046", "x-mailer", nil, "String"),
        ("00062008-0000-0000-c000-000000000046", nil, 0x8503, "Boolean"),
        ("00062008-0000-0000-c000-000000000046", nil, 0x8554, "String"),
        ("00062002-0000-0000-c000-000000000046", nil, 0x8208, "String"),
        ("00062002-0000-0000-c000-000000000046", nil, 0x820D, "SystemTime"),
        ("00062004-0000-0000-c000-000000000046", nil, 0x8083, "String"),
        ("00062003-0000-0000-c000-000000000046", nil, 0x8105, "SystemTime"),
    ]

    func run(_ call: BoundCall, in scope: CallScope) throws -> CmdletOutput {
        let mailbox = try MailboxTarget.mailbox(call, scope)
        let shape = ObjectShape.of(noun: Self.noun)
        let rows = Self.known.map { property in
            shape.row(
                property.name ?? String(property.number ?? 0),
                [
                    "Identity": .string(mailbox.name), "PropertyNamespace": .string(property.set),
                    "PropertyName": property.name.map { .string($0) } ?? .null,
                    "PropertyId": property.number.map { .integer($0) } ?? .null,
                    "PropertyType": .string(property.type),
                ]
            )
        }
        return .rows(Self.noun, scope) { rows }
    }

    func unused(_ call: BoundCall) -> [String] { call.unused(beside: ["Identity"], shape: nil) }
}
