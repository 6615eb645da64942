import EmulatorCore
import ExoJSON

/// Get-AdminAuditLogConfig of Security & Compliance, where the unified log reads as switched off whether it is or not.
///
/// See https://learn.microsoft.com/purview/audit-log-enable-disable.
struct ComplianceAuditConfigReader: CmdletHandler {
    private static let noun = SettingNoun("AdminAuditLogConfig", isSingle: true)

    func run(_ call: BoundCall, in scope: CallScope) throws -> CmdletOutput {
        let place = try Self.noun.object(call, scope).sequence
        let builder = RowBuilder(view: Self.noun.view, names: scope.objects.names) { _ in
            ["UnifiedAuditLogIngestionEnabled": false]
        }
        return .listing(ObjectListing(builder: builder, source: .sequences { [place] }, limit: nil))
    }

    func unused(_ call: BoundCall) -> [String] { call.unused(beside: ["Identity"], shape: nil) }
}
