import EmulatorCore
import ExoJSON

/// Test-ServicePrincipalAuthorization: what an application may do by its roles in Exchange, and to whom.
enum ServicePrincipalAuthorization {
    private static let shape = ObjectShape(
        noun: "ServicePrincipalAuthorization",
        typeName: "Microsoft.Exchange.Management.RecipientTasks.ServicePrincipalAuthorizationResult",
        properties: ["RoleName", "GrantedPermissions", "AllowedResourceScope", "ScopeType", "InScope"].map {
            PropertyShape(name: $0, kind: .text, fallback: "")
        }
    )

    static let test = AccessCmdlet.reading(["Identity", "Resource", "Confirm", "WhatIf"]) { call, objects in
        let application = try AccessPrincipal.find(
            call.text("Identity") ?? "",
            kinds: [.servicePrincipal],
            in: objects.scope
        )
        let resource = try call.text("Resource").map { try objects.scope.object(named: $0, in: .recipient) }
        let snapshot = try objects.snapshot()
        let checks = ScopeCheck(scope: objects.scope, snapshot: snapshot)
        return try (snapshot.assignments[application.key] ?? []).filter { !$0.isDelegating }.map { assignment in
            let reach: AccessReach =
                assignment.resourceScope.map { .scope(name: $0) } ?? assignment.reach
            var row = ObjectRow(shape: shape, title: assignment.role.name)
            row.set([
                "RoleName": .string(assignment.role.name),
                "GrantedPermissions": .string(assignment.role.permissions.joined(separator: ", ")),
                "AllowedResourceScope": .string(scopeName(reach)),
                "ScopeType": .string(scopeType(reach)),
                "InScope": .string(
                    try resource.map { try checks.contains($0, in: reach) ? "True" : "False" } ?? "Not Run"
                ),
            ])
            return row
        }
    }

    private static func scopeName(_ reach: AccessReach) -> String {
        switch reach {
        case .scope(let name), .exclusive(let name): name
        case .members(let group): group
        case .unit(let id): id
        default: "Not Applicable"
        }
    }

    private static func scopeType(_ reach: AccessReach) -> String {
        switch reach {
        case .scope, .exclusive: "CustomRecipientScope"
        case .members: "RecipientGroupScope"
        case .unit: "AdministrativeUnit"
        default: "Organization"
        }
    }
}
