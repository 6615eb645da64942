import CmdletCatalogue
import EmulatorCore
import ExoJSON

extension AccessDefaults {
    /// The objects of all of it, as a tenant has them.
    static func objects(of tenantID: String, birth: ServiceDate) -> [ExchangeObject] {
        func object(_ noun: String, _ key: String, name: String, _ properties: JSONObject) -> ExchangeObject {
            var object = ExchangeObject(
                tenantID: tenantID,
                objectClass: .setting(noun: noun),
                guid: guid(tenantID, noun, key),
                name: name,
                created: birth,
                changed: birth
            )
            object.properties = properties
            object.properties[AccessKey.builtIn] = .string(key)
            return object
        }
        let managers: JSONValue = [.string(guid(tenantID, "RoleGroup", administrators))]
        let groups = groups.map { group in
            object(
                "RoleGroup",
                group.name,
                name: name(of: group, in: tenantID),
                [
                    "DisplayName": .string(displayName(of: group)), "RoleGroupType": "Standard",
                    "Capabilities": .array(group.isCentral ? [] : ["None"]),
                    .init(AccessKey.managers): group.isCentral ? [] : managers,
                    .init(AccessKey.members): .array(
                        self.groups.filter { $0.memberOf.contains(group.name) }.map {
                            .string(guid(tenantID, "RoleGroup", $0.name))
                        }
                    ),
                ]
            )
        }
        let roles = CmdletCatalogue.roles.map { object("ManagementRole", $0.name, name: $0.name, [:]) }
        let policies = [object("RoleAssignmentPolicy", policy, name: policy, ["IsDefault": true])]
        return groups + roles + policies + assignments.map { assignment($0, tenantID, birth) }
    }

    private static func assignment(_ facts: Assignment, _ tenantID: String, _ birth: ServiceDate) -> ExchangeObject {
        var object = ExchangeObject(
            tenantID: tenantID,
            objectClass: .setting(noun: "ManagementRoleAssignment"),
            guid: guid(tenantID, "ManagementRoleAssignment", facts.name),
            name: facts.name,
            created: birth,
            changed: birth
        )
        object.owner = guid(tenantID, facts.isPolicy ? "RoleAssignmentPolicy" : "RoleGroup", facts.assignee)
        object.properties = [
            "Role": .string(facts.role), "Enabled": true,
            "RoleAssigneeType": facts.isPolicy ? "RoleAssignmentPolicy" : "RoleGroup",
            "RoleAssignmentDelegationType": facts.isDelegating ? "DelegatingOrgWide" : "Regular",
        ]
        return object
    }
}
