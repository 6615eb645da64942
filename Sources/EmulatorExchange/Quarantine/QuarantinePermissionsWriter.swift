import CmdletCatalogue
import ExoJSON

/// Set-QuarantinePermissions: the rights that somebody got from New-QuarantinePermissions with some of them changed, which are
/// kept nowhere.
struct QuarantinePermissionsWriter: CmdletHandler {
    private static let object = "QuarantinePermissionsObject"

    func run(_ call: BoundCall, in scope: CallScope) throws -> CmdletOutput {
        let number = call[Self.object].map(QuarantinePermissions.number) ?? 0
        let rights = QuarantinePermissions.rights
        let granted = rights.enumerated().filter { place, name in
            call[name]?.flag ?? (number >> Int64(rights.count - 1 - place) & 1 == 1)
        }
        return .listing(.computed([QuarantinePermissionsMaker.row(granted.map(\.element))], in: scope))
    }

    func unused(_ call: BoundCall) -> [String] {
        call.unused(beside: Set(QuarantinePermissions.rights).union([Self.object]), shape: nil)
    }
}
