import CmdletCatalogue
import EmulatorCore

/// Test-ClientAccessRule: the rules that somebody would meet.
///
/// The service took rules away from all organizations and lets nobody make new ones, so that nobody meets any.
struct ClientAccessRuleTest: CmdletHandler {
    private static let conditions: Set = [
        "AuthenticationType", "OAuthClaims", "Protocol", "RemoteAddress", "RemotePort", "User",
    ]

    func run(_ call: BoundCall, in scope: CallScope) throws -> CmdletOutput {
        if let user = call.text("User") { _ = try scope.object(named: user, in: .user) }
        return .rows("ClientAccessRule", scope) { [] }
    }

    func unused(_ call: BoundCall) -> [String] { call.unused(beside: Self.conditions, shape: nil) }
}
