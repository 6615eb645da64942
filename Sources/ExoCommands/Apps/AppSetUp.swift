internal import EntraTokens
internal import ExoJSON

/// Brings an application into its tenant step by step, and knows how far it came.
///
/// A step whose result is there already changes nothing. What a refusal left behind is looked at before it counts as one: Graph
/// answers 404 to writes that it made, and 400 to what is there.
struct AppSetUp: Sendable {
    private(set) var directory: AppDirectory
    private let context: CommandContext
    /// What was done or was there, a line each.
    private(set) var done: [String] = []

    private var graph: GraphClient { directory.graph }

    init(_ directory: AppDirectory, _ context: CommandContext) {
        self.directory = directory
        self.context = context
    }

    /// Notes a step.
    mutating func note(_ step: String) {
        done.append(step)
        context.errors.note(step)
    }

    /// Brings an application in, says who may use it, and where that is wanted consents to it and gives it its role.
    ///
    /// - Parameters:
    ///   - app: The registration.
    ///   - gifts: What it is given.
    ///   - consents: Whether consent is given for the whole tenant.
    ///   - command: The command that goes on where this one stops.
    /// - Returns: The object id of its service principal.
    /// - Throws: ``CommandError`` that says how far it came.
    mutating func complete(
        _ app: RegisteredApp,
        with gifts: AppWish.Found,
        consents: Bool,
        next command: String
    ) async throws -> String {
        do {
            let principal = try await bringIn(app)
            for assignee in gifts.assignees { try await assign(assignee, to: principal) }
            if gifts.requiresAssignment { try await requireAssignment(to: principal) }
            if consents { try await consent(to: app, principal: principal) }
            if let role = gifts.role { try await give(role, to: principal) }
            return principal
        } catch {
            guard !done.isEmpty else { throw error }
            var report = ErrorReport.commandError(error)
            report.details += ["before that:"] + done.map { "  \($0)" }
            report.repair = [report.repair, "then go on with: \(command)"].compactMap(\.self).joined(separator: "\n")
            throw report
        }
    }

    /// Registers an application.
    mutating func register(_ registration: JSONObject) async throws -> RegisteredApp {
        let app = try RegisteredApp(
            try await graph.post("applications", registration, to: "register the application")
        )
        directory.graph.awaitsReplicas = true
        note("registered '\(app.name)' with the client id \(app.appID)")
        return app
    }

    /// Makes the service principal, where there is none; its object id.
    private mutating func bringIn(_ app: RegisteredApp) async throws -> String {
        if let id = try await directory.principal(of: app.appID)?["id"]?.stringValue { return id }
        do {
            let body: JSONObject = [
                "appId": .string(app.appID), "tags": ["WindowsAzureActiveDirectoryIntegratedApp"],
            ]
            let made = try await graph.post("servicePrincipals", body, to: "make the service principal")
            directory.graph.awaitsReplicas = true
            note("made its service principal")
            guard let id = made["id"]?.stringValue else {
                throw CommandError(.failed, "Microsoft Graph answered a service principal without its id")
            }
            return id
        } catch let error as GraphError where Self.mayBeDone(error) {
            guard let id = try await directory.principal(of: app.appID)?["id"]?.stringValue else { throw error }
            return id
        }
    }

    /// Gives consent for the whole tenant to everything that the application asks for.
    private mutating func consent(to app: RegisteredApp, principal: String) async throws {
        for appID in Set(app.permissions.map(\.resourceAppID)).sorted() {
            let resource = try await directory.offered(by: appID)
            let wanted = app.permissions.filter { $0.resourceAppID == appID }
            var scopes = wanted.filter { !$0.isRole }.map { resource.value(of: $0) }
            // Who signs in asks for these too, and nobody should be asked about them.
            if appID == AppDirectory.graphAppID, !scopes.isEmpty { scopes += ["openid", "profile", "offline_access"] }
            if !scopes.isEmpty { try await grant(scopes, of: resource, to: principal) }
            for role in wanted where role.isRole { try await assign(role, of: resource, to: principal) }
        }
    }

    private mutating func grant(_ scopes: [String], of resource: OfferedPermissions, to principal: String) async throws
    {
        let purpose = "grant \(scopes.joined(separator: " ")) of \(resource.name)"
        let before = try await AppGrants(principal, graph).forEverybody(of: resource)
        let held = AppGrants.values(of: before)
        guard !scopes.allSatisfy(held.contains) else {
            return note("\(scopes.joined(separator: " ")) of \(resource.name) was granted before")
        }
        let all = (held + scopes.filter { !held.contains($0) }).joined(separator: " ")
        do {
            if let id = before?["id"]?.stringValue {
                try await graph.patch("oauth2PermissionGrants/\(id)", ["scope": .string(all)], to: purpose)
            } else {
                let body: JSONObject = [
                    "clientId": .string(principal), "consentType": "AllPrincipals",
                    "resourceId": .string(resource.principalID), "scope": .string(all),
                ]
                try await graph.post("oauth2PermissionGrants", body, to: purpose)
            }
        } catch let error as GraphError where Self.mayBeDone(error) {
            let now = AppGrants.values(of: try await AppGrants(principal, graph).forEverybody(of: resource))
            guard scopes.allSatisfy(now.contains) else { throw error }
        }
        note("granted \(scopes.joined(separator: " ")) of \(resource.name) for every user")
    }

    private mutating func assign(
        _ role: RegisteredApp.Permission,
        of resource: OfferedPermissions,
        to principal: String
    ) async throws {
        let name = "\(resource.value(of: role)) of \(resource.name)"
        guard try await !AppGrants(principal, graph).holds(role, of: resource) else {
            return note("\(name) was granted before")
        }
        do {
            let body: JSONObject = [
                "principalId": .string(principal), "resourceId": .string(resource.principalID),
                "appRoleId": .string(role.id),
            ]
            let path = "servicePrincipals/\(principal)/appRoleAssignments"
            try await graph.post(path, body, to: "grant \(name)")
        } catch let error as GraphError where Self.mayBeDone(error) {
            guard try await AppGrants(principal, graph).holds(role, of: resource) else { throw error }
        }
        note("granted \(name) to the application")
    }

    /// Gives the application a directory role.
    private mutating func give(_ role: AppDirectory.Role, to principal: String) async throws {
        let (set, id, name) = ("roleManagement/directory/roleAssignments", role.id, role.name)
        func isHeld() async throws -> Bool {
            try await graph.objects(
                set,
                ["$filter": "principalId eq '\(principal)'"],
                to: "see the directory roles"
            ).contains { $0["roleDefinitionId"]?.stringValue == id }
        }
        guard try await !isHeld() else { return note("it had the role \(name) before") }
        do {
            let body: JSONObject = [
                "@odata.type": "#microsoft.graph.unifiedRoleAssignment", "roleDefinitionId": .string(id),
                "principalId": .string(principal), "directoryScopeId": "/",
            ]
            try await graph.post(set, body, to: "give the role \(name)")
        } catch let error as GraphError where Self.mayBeDone(error) {
            guard try await isHeld() else { throw error }
        }
        note("gave it the role \(name)")
    }

    /// Lets only those sign in who are assigned to the application.
    private mutating func requireAssignment(to principal: String) async throws {
        try await graph.patch(
            "servicePrincipals/\(principal)",
            ["appRoleAssignmentRequired": true],
            to: "require an assignment"
        )
        note("only who is assigned to it may sign in")
    }

    /// Assigns a user, or the members of a group, to the application.
    private mutating func assign(_ assignee: AppDirectory.Assignee, to principal: String) async throws {
        let (id, name) = (assignee.id, assignee.name)
        let path = "servicePrincipals/\(principal)/appRoleAssignedTo"
        func isAssigned() async throws -> Bool {
            try await graph.objects(path, to: "see who is assigned").contains { $0["principalId"]?.stringValue == id }
        }
        guard try await !isAssigned() else { return note("\(name) was assigned before") }
        do {
            let body: JSONObject = [
                "principalId": .string(id), "resourceId": .string(principal),
                "appRoleId": "00000000-0000-0000-0000-000000000000",
            ]
            try await graph.post(path, body, to: "assign \(name)")
        } catch let error as GraphError where Self.mayBeDone(error) {
            guard try await isAssigned() else { throw error }
        }
        note("assigned \(name)")
    }

    /// Whether a refusal may mean that it is there: a duplicate, or a replica that lags.
    private static func mayBeDone(_ error: GraphError) -> Bool { [400, 404, 409].contains(error.status) }
}
