internal import EntraTokens
internal import ExoJSON

#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif

/// Finds what is registered in a tenant.
struct AppDirectory: Sendable {
    /// The application id of Exchange Online, the same in every cloud.
    static let exchangeAppID = "00000002-0000-0ff1-ce00-000000000000"
    /// The application id of Microsoft Graph, the same in every cloud.
    static let graphAppID = "00000003-0000-0000-c000-000000000000"

    /// A user or group of the tenant, who may be assigned to an application.
    struct Assignee: Sendable {
        var id: String
        var name: String
    }

    /// A directory role of the tenant.
    struct Role: Sendable {
        var id: String
        var name: String
    }

    var graph: GraphClient

    /// The registration that a client id, an object id or a name means.
    ///
    /// - Throws: ``CommandError`` when there is none, or several of that name.
    func application(_ reference: String) async throws -> RegisteredApp {
        let purpose = "look up the application"
        if UUID(uuidString: reference) != nil {
            if let found = try await applications("appId eq '\(reference)'", to: purpose).first { return found }
            do { return try RegisteredApp(try await graph.object("applications/\(reference)", to: purpose)) } catch let
                error as GraphError where error.isNotFound
            {
                throw Self.unknown(reference)
            }
        }
        let found = try await applications(named: reference)
        guard let first = found.first else { throw Self.unknown(reference) }
        guard found.count == 1 else {
            throw CommandError(
                .failed,
                "\(found.count) applications are called '\(reference)'; name one by its client id",
                details: found.map(\.appID)
            )
        }
        return first
    }

    /// The registrations of exactly that name.
    func applications(named name: String) async throws -> [RegisteredApp] {
        try await applications("displayName eq \(GraphText.literal(name))", to: "look up the application")
    }

    private func applications(_ filter: String, to purpose: String) async throws -> [RegisteredApp] {
        try await graph.objects("applications", ["$filter": filter], to: purpose).map { try RegisteredApp($0) }
    }

    /// The application as it exists in the tenant, where it does.
    func principal(of appID: String) async throws -> JSONObject? {
        let filter = "appId eq \(GraphText.literal(appID))"
        return try await graph.objects("servicePrincipals", ["$filter": filter], to: "look up the service principal")
            .first
    }

    /// What a service offers.
    ///
    /// - Throws: ``CommandError`` when the tenant does not have the service.
    func offered(by appID: String) async throws -> OfferedPermissions {
        let query = ["$filter": "appId eq \(GraphText.literal(appID))", "$select": OfferedPermissions.properties]
        let found = try await graph.objects("servicePrincipals", query, to: "look up what the service offers")
        guard let first = found.first else {
            throw CommandError(
                .failed,
                "the tenant does not have the service \(appID)",
                details: ["Exchange Online comes with its first licence"]
            )
        }
        return OfferedPermissions(first)
    }

    /// The directory role of that name, built in or the tenant's own.
    ///
    /// - Throws: ``CommandError`` when there is none.
    func role(named name: String) async throws -> Role {
        let filter = "displayName eq \(GraphText.literal(name))"
        let set = "roleManagement/directory/roleDefinitions"
        let found = try await graph.objects(set, ["$filter": filter], to: "look up the directory role").first
        if let id = found?["id"]?.stringValue {
            return Role(id: id, name: found?["displayName"]?.stringValue ?? name)
        }
        throw CommandError(
            .usage,
            "there is no directory role '\(name)'",
            details: DidYouMean.lines(name, among: DirectoryRole.all.map(\.name))
        )
    }

    /// The user of that sign-in name or id, or the group of that name, address or id.
    ///
    /// - Throws: ``CommandError`` when there is none, or several groups of that name.
    func assignee(named name: String) async throws -> Assignee {
        let isID = UUID(uuidString: name) != nil
        if isID || name.contains("@"), let user = try await principal("users/\(GraphText.encoded(name))", name) {
            return user
        }
        if isID, let group = try await principal("groups/\(name)", name) { return group }
        let property = name.contains("@") ? "mail" : "displayName"
        let found =
            isID
            ? []
            : try await graph.objects(
                "groups",
                ["$filter": "\(property) eq \(GraphText.literal(name))", "$select": "id,displayName"],
                to: "look up the group \(name)"
            ).compactMap { $0["id"]?.stringValue }
        guard let id = found.first else {
            throw CommandError(
                .failed,
                "there is no user with the sign-in name or id '\(name)' in this tenant, and no group of that name, "
                    + "address or id"
            )
        }
        guard found.count == 1 else {
            throw CommandError(
                .failed,
                "\(found.count) groups are called '\(name)'; name one by its id",
                details: found
            )
        }
        return Assignee(id: id, name: name)
    }

    /// Who has that path; `nil` where it is nobody's.
    private func principal(_ path: String, _ name: String) async throws -> Assignee? {
        do {
            let purpose = "look up '\(name)', who is to be assigned"
            return try await graph.object(path, ["$select": "id"], to: purpose)["id"]?.stringValue.map {
                Assignee(id: $0, name: name)
            }
        } catch let error as GraphError where error.isNotFound { return nil }
    }

    private static func unknown(_ reference: String) -> CommandError {
        CommandError(
            .failed,
            "no application with the client id, object id or name '\(reference)' is registered in this tenant",
            repair: "exo app list"
        )
    }
}
