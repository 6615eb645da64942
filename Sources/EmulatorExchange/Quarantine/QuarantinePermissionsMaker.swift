import ExoJSON

/// New-QuarantinePermissions: the rights that a policy of quarantine is made with, which are kept nowhere.
struct QuarantinePermissionsMaker: CmdletHandler {
    /// The type is a guess.
    private static let shape = ObjectShape(
        noun: "QuarantinePermissions",
        typeName: "Microsoft.Exchange.Management.FfoQuarantine.QuarantinePermissions",
        properties: QuarantinePermissions.rights.sorted().map {
            PropertyShape(name: $0, kind: .flag, fallback: false)
        }
    )

    func run(_ call: BoundCall, in scope: CallScope) throws -> CmdletOutput {
        .listing(.computed([Self.row(QuarantinePermissions.rights.filter(call.isOn))], in: scope))
    }

    /// An object with these rights.
    static func row(_ granted: [String]) -> ObjectRow {
        shape.row("", JSONObject(granted.map { JSONObject.Member(name: $0, value: true) }))
    }

    func unused(_ call: BoundCall) -> [String] {
        call.unused(beside: Set(QuarantinePermissions.rights), shape: nil)
    }
}
