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
        let granted = QuarantinePermissions.rights.filter(call.isOn)
        let row = Self.shape.row("", JSONObject(granted.map { JSONObject.Member(name: $0, value: true) }))
        return .listing(.computed([row], in: scope))
    }

    func unused(_ call: BoundCall) -> [String] {
        call.unused(beside: Set(QuarantinePermissions.rights), shape: nil)
    }
}
