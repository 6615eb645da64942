import EmulatorCore
import ExoJSON

/// Get-, Add-, Remove- and Update-RoleGroupMember.
enum RoleGroupMembers {
    static let view = NounView.recipients("RoleGroupMember", RecipientTypes.recipients)

    static let get = AccessCmdlet.reading(["Identity", "ResultSize"]) { call, objects in
        let group = try objects.object(RoleGroupCmdlets.noun, named: call.text("Identity") ?? "")
        return try members(of: group, objects).map { row($0, objects.scope) }
    }

    static let add = change("Adding role group member", to: "Member") { present, named, group in
        for object in named where present.contains(object.guid) {
            throw AdminAPIError(
                exceptionType: "Microsoft.Exchange.Management.Tasks.MemberAlreadyExistsException",
                message: "The recipient \"\(object.name)\" is already a member of the group \"\(group.name)\".",
                targetType: "RoleGroup"
            )
        }
        return present + named.map(\.guid)
    }

    static let remove = change("Removing role group member", to: "Member") { present, named, group in
        for object in named where !present.contains(object.guid) {
            throw AdminAPIError(
                exceptionType: "Microsoft.Exchange.Management.Tasks.MemberNotFoundException",
                message: "The recipient \"\(object.name)\" isn't a member of the group \"\(group.name)\".",
                targetType: "RoleGroup"
            )
        }
        return present.filter { guid in !named.contains { $0.guid == guid } }
    }

    /// They are the members, and nobody else, unless a table says whom to add and to remove.
    static let update = AccessCmdlet.writing(["Identity", "Members", "BypassSecurityGroupManagerCheck"]) {
        call,
        objects in
        var group = try objects.object(RoleGroupCmdlets.noun, named: call.text("Identity") ?? "")
        try RoleGroupCmdlets.requireManager(of: group, call, objects)
        func guids(_ names: [String]) throws -> [String] {
            try names.map { try principal($0, objects.scope).object.guid }
        }
        let present = group.texts(AccessKey.members)
        let members: [String]
        if case .delta(let add, let remove)? = call["Members"] {
            let gone = try guids(remove)
            let kept = present.filter { !gone.contains($0) }
            members = kept + (try guids(add).filter { !kept.contains($0) })
        } else {
            members = try guids(call["Members"]?.texts ?? [])
        }
        if call.isQuestion { return .confirmation("Updating role group member on role group \"\(group.name)\".") }
        group.properties[AccessKey.members] = .array(members.map { .string($0) })
        try objects.update(group)
        return .done(warnings: [])
    }

    /// Whom an identity names, who may be in a role group.
    static func principal(_ identity: String, _ scope: CallScope) throws -> AccessPrincipal {
        try AccessPrincipal.find(
            identity,
            kinds: [.user, .securityGroup, .roleGroup, .servicePrincipal],
            in: scope
        )
    }

    /// The members of a role group: of one that the directory keeps the holders of its roles.
    static func members(of group: ExchangeObject, _ objects: AccessObjects) throws -> [AccessPrincipal] {
        let stored = try group.texts(AccessKey.members).compactMap {
            try AccessPrincipal.find(guid: $0, in: objects.scope.objects)
        }
        guard let name = group.text(AccessKey.builtIn) else { return stored }
        let templates = Set(AccessDefaults.entraRoles(of: name))
        guard !templates.isEmpty else { return stored }
        let directory = objects.scope.context.directory
        let holders = try directory.roleAssignments(in: objects.scope.tenant.id).filter {
            templates.contains($0.roleTemplateID)
        }.map(\.principalID)
        var known = Set(stored.map(\.key))
        return try stored
            + holders.sorted().compactMap { id in
                guard known.insert(id).inserted else { return nil }
                let object = try objects.scope.objects.objects(named: id, of: .recipient) { $0.state == .active }.first
                return try object.flatMap { try AccessPrincipal.find(guid: $0.guid, in: objects.scope.objects) }
            }
    }

    /// How a member shows: as a recipient, whatever it is.
    static func row(_ member: AccessPrincipal, _ scope: CallScope) -> ObjectRow {
        var row = RowBuilder(view: view, names: scope.objects.names).row(member.object)
        guard member.object.objectClass != .recipient else { return row }
        let type = member.kind == .roleGroup ? "Group" : "ServicePrincipal"
        row.set([
            "DisplayName": .string(member.object.text("DisplayName") ?? member.object.name),
            "RecipientType": .string(type),
            "RecipientTypeDetails": .string(member.kind == .roleGroup ? "RoleGroup" : type),
        ])
        return row
    }

    private static func change(
        _ question: String,
        to parameter: String,
        _ after: @escaping @Sendable ([String], [ExchangeObject], ExchangeObject) throws -> [String]
    ) -> AccessCmdlet {
        .writing(["Identity", parameter, "BypassSecurityGroupManagerCheck"]) { call, objects in
            var group = try objects.object(RoleGroupCmdlets.noun, named: call.text("Identity") ?? "")
            try RoleGroupCmdlets.requireManager(of: group, call, objects)
            let named = try (call.texts(parameter) ?? []).map { try principal($0, objects.scope).object }
            guard !named.isEmpty else { throw AdminAPIError.missingParameters([parameter]) }
            let members = try after(group.texts(AccessKey.members), named, group)
            let names = named.map { "\"\($0.name)\"" }.joined(separator: ", ")
            if call.isQuestion { return .confirmation("\(question) \(names) on role group \"\(group.name)\".") }
            group.properties[AccessKey.members] = .array(members.map { .string($0) })
            try objects.update(group)
            return .done(warnings: [])
        }
    }
}
