import EmulatorCore
import ExoJSON

/// Test-ApplicationAccessPolicy: whether the policies let an application reach somebody's mailbox.
///
/// A policy that denies goes before one that restricts; whom no policy is about reaches every mailbox. See
/// https://learn.microsoft.com/powershell/module/exchange/test-applicationaccesspolicy.
enum ApplicationPolicyTest {
    private static let shape = ObjectShape(
        noun: "ApplicationAccessPolicyResult",
        typeName: "Microsoft.Exchange.Management.Powershell.CentralAdmin.ApplicationAccessPolicyCheckResult",
        properties: ["AppId", "Mailbox", "MailboxId", "MailboxSid", "AccessCheckResult"].map {
            PropertyShape(name: $0, kind: .text, fallback: "")
        }
    )

    static let test = AccessCmdlet.reading(["Identity", "AppId"]) { call, objects in
        let scope = objects.scope
        let mailbox = try scope.object(named: call.text("Identity") ?? "", in: .recipient)
        let application = call.text("AppId") ?? ""
        let policies = try scope.objects.objects(of: SettingNoun("ApplicationAccessPolicy").objectClass).filter {
            ($0.texts("AppId") + [$0.text("AppId")].compactMap(\.self)).contains { $0.isSame(as: application) }
        }
        let checks = ScopeCheck(scope: scope, snapshot: try objects.snapshot())
        func isMeant(by policy: ExchangeObject) throws -> Bool {
            let name = policy.text("PolicyScopeGroupID") ?? ""
            return try scope.objects.objects(named: name, of: .recipient) { $0.state == .active }.contains { group in
                try group.guid == mailbox.guid || checks.contains(mailbox, in: .members(groupID: group.memberID))
            }
        }
        let isDenied = try policies.contains { try $0.text("AccessRight") == "DenyAccess" && isMeant(by: $0) }
        let restricting = policies.filter { $0.text("AccessRight") == "RestrictAccess" }
        let isReached = try restricting.isEmpty || restricting.contains(where: isMeant)
        var row = ObjectRow(shape: shape, title: mailbox.name)
        row.set([
            "AppId": .string(application), "Mailbox": .string(mailbox.text("Alias") ?? mailbox.name),
            "MailboxId": .string(mailbox.text("ExternalDirectoryObjectId") ?? mailbox.guid),
            "MailboxSid": .string(PermissionNoun.sid(ofGUID: mailbox.guid)),
            "AccessCheckResult": isReached && !isDenied ? "Granted" : "Denied",
        ])
        return [row]
    }
}
