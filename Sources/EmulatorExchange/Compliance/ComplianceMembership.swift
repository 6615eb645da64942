import CmdletCatalogue
import EmulatorCore
import ExoJSON

/// Who belongs to a case, to a role group, or to the administrators of all cases.
struct ComplianceMembership: Sendable {
    /// Where an object keeps its members: the guids of recipients and of applications.
    static let stored = "MemberGuids"

    let view: NounView
    /// The noun of the object that has members.
    let group: ComplianceNoun
    /// The parameter that names that object, `nil` where there is only one.
    let identity: String?
    /// The parameters that name members: one, or all.
    let parameters: Set<String>
    /// The role that members have before they become such.
    var role: String?

    static let caseMember = ComplianceMembership(
        view: .recipients("ComplianceCaseMember", RecipientTypes.recipients),
        group: .complianceCase,
        identity: "Case",
        parameters: ["Member", "Members"]
    )
    static let roleGroup = ComplianceMembership(
        view: .recipients("RoleGroupMember", RecipientTypes.recipients),
        group: .roleGroup,
        identity: "Identity",
        parameters: ["Member", "Members"]
    )
    static let caseAdministrator = ComplianceMembership(
        view: .recipients("eDiscoveryCaseAdmin", RecipientTypes.recipients),
        group: .caseAdministrators,
        identity: nil,
        parameters: ["User", "Users"],
        role: "Case Management"
    )

    // Cases of Priva are cases, and nobody makes somebody an administrator of all of them.
    static let privacyCaseMember = ComplianceMembership(
        view: .recipients("PrivacyManagementComplianceCaseMember", RecipientTypes.recipients),
        group: .complianceCase,
        identity: "Case",
        parameters: ["Member"]
    )
    static let privacyAdministrator = ComplianceMembership(
        view: .recipients("PrivacyManagementCaseAdmin", RecipientTypes.recipients),
        group: .privacyAdministrators,
        identity: nil,
        parameters: ["User"]
    )

    func object(_ call: BoundCall, _ scope: CallScope) throws -> ExchangeObject {
        try group.prepare(scope)
        guard let identity else {
            guard let only = try scope.objects.objects(of: group.objectClass).first else {
                throw AdminAPIError.notFound(group.noun, noun: group.noun)
            }
            return only
        }
        guard let name = call.text(identity) else { throw AdminAPIError.missingParameters([identity]) }
        return try group.object(named: name, scope)
    }

    func members(of object: ExchangeObject, _ scope: CallScope) throws -> [ExchangeObject] {
        try object.texts(Self.stored).compactMap { guid in
            try scope.objects.objects(named: guid, of: .recipient) { $0.state == .active }.first
                ?? scope.objects.objects(named: guid, of: applications.objectClass) { $0.guid == guid }.first
        }
    }

    /// Applications, which belong to groups as people do.
    private var applications: ComplianceNoun { .servicePrincipal }

    func named(_ call: BoundCall, _ scope: CallScope) throws -> [ExchangeObject] {
        try call.parameters.filter { parameters.contains($0.name) }.flatMap { $0.value.texts ?? [] }
            .map { try member(named: $0, scope) }
    }

    private func member(named identity: String, _ scope: CallScope) throws -> ExchangeObject {
        do {
            return try scope.object(named: identity, in: view)
        } catch let error as AdminAPIError where error.status == 404 {
            try applications.prepare(scope)
            do {
                return try applications.object(named: identity, scope)
            } catch let other as AdminAPIError where other.status == 404 {
                throw error
            }
        }
    }

    /// How members show; the words for an application are a guess.
    func builder(_ scope: CallScope) -> RowBuilder {
        RowBuilder(view: view, names: scope.objects.names) { member in
            guard member.objectClass == applications.objectClass else { return [:] }
            return [
                "DisplayName": .string(member.text("DisplayName") ?? member.name),
                "RecipientType": "ServicePrincipal", "RecipientTypeDetails": "ServicePrincipal",
            ]
        }
    }
}

/// Get- of members.
struct ComplianceMemberReader: CmdletHandler {
    let membership: ComplianceMembership

    func run(_ call: BoundCall, in scope: CallScope) throws -> CmdletOutput {
        let found =
            if let identity = membership.identity, call.text(identity) == nil {
                try scope.objects.objects(of: membership.group.objectClass).flatMap {
                    try membership.members(of: $0, scope)
                }
            } else {
                try membership.members(of: membership.object(call, scope), scope)
            }
        var seen: Set<Int64> = []
        let places = found.map(\.sequence).filter { seen.insert($0).inserted }
        let builder = membership.builder(scope)
        let limit = try ResultSize.limit(of: call)
        return .listing(ObjectListing(builder: builder, source: .sequences { places }, limit: limit))
    }

    func unused(_ call: BoundCall) -> [String] {
        call.unused(beside: ["Case", "Identity", "ResultSize"], shape: nil)
    }
}

/// Add-, Remove- and Update- of members.
struct ComplianceMemberWriter: CmdletHandler {
    let membership: ComplianceMembership

    func run(_ call: BoundCall, in scope: CallScope) throws -> CmdletOutput {
        try scope.context.store.write { _ in
            var object = try membership.object(call, scope)
            let named = try membership.named(call, scope)
            if call.facts.verb != "Remove" { try requireRole(of: named, scope) }
            var guids = object.texts(ComplianceMembership.stored)
            switch call.facts.verb {
            case "Add":
                for member in named {
                    guard !guids.contains(member.guid) else {
                        throw Self.refusal(
                            "AlreadyExists",
                            "\"\(member.name)\" is already a member of \"\(object.name)\"."
                        )
                    }
                    guids.append(member.guid)
                }
            case "Remove":
                for member in named {
                    guard guids.contains(member.guid) else {
                        throw Self.refusal("NotFound", "\"\(member.name)\" isn't a member of \"\(object.name)\".")
                    }
                    guids.removeAll { $0 == member.guid }
                }
            default: guids = named.map(\.guid)
            }
            if call.isQuestion { return .confirmation("Changing the members of \"\(object.name)\".") }
            object.properties[ComplianceMembership.stored] = .array(guids.map { .string($0) })
            object.changed = scope.now
            try scope.objects.update(object)
            return .done(warnings: [])
        }
    }

    func unused(_ call: BoundCall) -> [String] {
        call.unused(
            beside: membership.parameters.union([
                "Case", "Identity", "Confirm", "WhatIf", "BypassSecurityGroupManagerCheck",
            ]),
            shape: nil
        )
    }

    /// Refuses whoever lacks the role that members have; the words, and that a new list has none such, are a guess.
    ///
    /// See https://learn.microsoft.com/purview/ediscovery-assign-permissions.
    private func requireRole(of members: [ExchangeObject], _ scope: CallScope) throws {
        guard let role = membership.role else { return }
        let access = ComplianceAccess(scope: scope)
        for member in members where try !access.roles(of: member).contains(role) {
            throw AdminAPIError.invalidOperation("\"\(member.name)\" isn't assigned the role \"\(role)\".")
        }
    }

    private static func refusal(_ kind: String, _ message: String) -> AdminAPIError {
        AdminAPIError(
            exceptionType: "Microsoft.Exchange.Management.Tasks.Member\(kind)Exception",
            message: "The recipient \(message)"
        )
    }
}

/// Role groups show their members by name, and are made with members.
struct RoleGroupRule: ObjectRule {
    func takes(_ parameter: String) -> Bool { ["Members", "Roles"].contains(parameter) }

    func apply(_ call: BoundCall, to draft: inout ObjectDraft, in scope: CallScope) throws {
        if let roles = call.texts("Roles") {
            try ComplianceNoun.role.prepare(scope)
            let names = try roles.map { try ComplianceNoun.role.object(named: $0, scope).name }
            draft.store("Roles", .array(names.map { .string($0) }))
        }
        if draft.object.text("DisplayName") == nil { draft.store("DisplayName", .string(draft.object.name)) }
        guard call["Members"] != nil else { return }
        let members = try ComplianceMembership.roleGroup.named(call, scope)
        draft.object.properties[ComplianceMembership.stored] = .array(members.map { .string($0.guid) })
    }

    func removing(_ object: ExchangeObject, _ call: BoundCall, in scope: CallScope) throws {
        guard !ComplianceRoles.embedded.groups.contains(where: { $0.name.filter { $0 != " " } == object.name }) else {
            throw AdminAPIError.invalidOperation("The built-in role group \"\(object.name)\" can't be removed.")
        }
    }

    func derived(_ object: ExchangeObject, _ call: BoundCall, in scope: CallScope) throws -> JSONObject {
        ["Members": .array(try Self.members(of: object, scope).map { .string($0) })]
    }

    /// The names of who belongs to a role group.
    static func members(of object: ExchangeObject, _ scope: CallScope) throws -> [String] {
        var names = try ComplianceMembership.roleGroup.members(of: object, scope).map(\.name)
        // Whom a directory role puts into it.
        let known = ComplianceRoles.embedded.groups.first { $0.name.filter { $0 != " " } == object.name }
        if let roles = known?.directoryRoles, !roles.isEmpty {
            for held in try scope.context.directory.roleAssignments(in: scope.tenant.id)
            where roles.contains(held.roleTemplateID) {
                guard let user = try scope.context.directory.user(id: held.principalID) else { continue }
                if !names.contains(user.displayName) { names.append(user.displayName) }
            }
        }
        return names
    }
}
