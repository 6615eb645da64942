package import EmulatorCore
import ExoJSON

#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif

/// What was deleted in a tenant in the last thirty days and can be restored.
package struct DeletedObjects: Sendable {
    /// How long an object can be restored.
    static let retention: TimeInterval = 30 * 86_400

    package let administration: Administration

    package init(administration: Administration) {
        self.administration = administration
    }

    private var directory: Directory { administration.directory }

    /// The deleted objects, of one kind or all, the last deleted first.
    package func list(kind: String? = nil) throws -> [DeletedObjectRecord] {
        try directory.all(
            DeletedObjectRecord.self,
            where: """
                tenant_id = ?1 AND deleted_on > ?2 AND (?3 IS NULL OR kind = ?3) ORDER BY deleted_on DESC, id
                """,
            [administration.tenantID, oldest, kind]
        )
    }

    package func load(_ id: String) throws -> DeletedObjectRecord {
        guard let found = try find(id) else { throw AdministrationError.notFound(id) }
        return found
    }

    private func find(_ id: String) throws -> DeletedObjectRecord? {
        try directory.one(
            DeletedObjectRecord.self,
            where: "id = lower(?) AND tenant_id = ? AND deleted_on > ?",
            [id, administration.tenantID, oldest]
        )
    }

    /// Forgets a deleted object for good.
    package func purge(_ id: String) throws {
        let record = try load(id)
        try directory.change("DELETE FROM deleted_object WHERE id = ?", [record.id])
    }

    /// Puts a deleted object back; an app's service principal comes back with it.
    ///
    /// - Throws: ``AdministrationError`` when something else has taken its name meanwhile.
    @discardableResult
    package func restore(_ id: String) throws -> DeletedObjectRecord {
        try directory.store.write { connection in
            let record = try load(id)
            let rows = try ArchivedRows(parsing: record.document)
            try leave(rows.putBack(into: connection), connection)
            guard try isBack(record) else {
                throw AdministrationError.conflict(
                    record.kind == "user" ? "userPrincipalName" : "servicePrincipalNames"
                )
            }
            try connection.execute("DELETE FROM deleted_object WHERE id = ?", [record.id])
            if let user = try directory.user(id: record.id) {
                try directory.follower?.userChanged(from: nil, to: user)
                try administration.tell(.restoreUser, on: .init(user))
            }
            if let group = try directory.group(id: record.id) {
                try directory.follower?.groupChanged(from: nil, to: group)
            }
            guard record.kind == "application", let appID = rows.value("application", "app_id")?.stringValue else {
                return record
            }
            for other in try list(kind: "servicePrincipal") {
                let rows = try ArchivedRows(parsing: other.document)
                if rows.value("service_principal", "app_id")?.stringValue == appID { try restore(other.id) }
            }
            return record
        }
    }

    /// Deletes an app registration.
    package func delete(_ application: ApplicationRecord) throws {
        let appID = application.appID
        try archive(application.objectID, kind: "application") { rows, connection in
            for (table, column) in [
                ("application", "app_id"), ("redirect_uri", "app_id"), ("client_secret", "app_id"),
                ("key_credential", "app_id"), ("federated_credential", "app_id"), ("required_permission", "app_id"),
                ("exposed_permission", "resource_app_id"), ("identifier_uri", "resource_app_id"),
                ("preauthorized_client", "resource_app_id"),
            ] {
                try rows.take(table, where: "\(column) = ?", [appID], from: connection)
            }
            try rows.take("object_owner", where: "object_id = ?", [application.objectID], from: connection)
            for table in ["exposed_permission", "identifier_uri", "preauthorized_client"] {
                try connection.execute("DELETE FROM \(table) WHERE resource_app_id = ?", [appID])
            }
            try connection.execute("DELETE FROM object_owner WHERE object_id = ?", [application.objectID])
            try connection.execute("DELETE FROM application WHERE app_id = ?", [appID])
            try administration.tell(.deleteApplication, on: .init(application))
        }
    }

    /// Deletes a service principal with what was granted to it and what others hold on it.
    package func delete(_ principal: ServicePrincipalRecord) throws {
        let values = [principal.tenantID, principal.appID]
        try archive(principal.objectID, kind: "servicePrincipal") { rows, connection in
            try rows.take("service_principal", where: "object_id = ?", [principal.objectID], from: connection)
            try move(
                "delegated_grant",
                where: "tenant_id = ?1 AND (client_app_id = ?2 OR resource_app_id = ?2)",
                values,
                &rows,
                connection
            )
            try move("app_role_assignment", where: "tenant_id = ? AND resource_app_id = ?", values, &rows, connection)
            for (table, column) in [("client_secret", "principal_id"), ("key_credential", "principal_id")] {
                try move(table, where: "\(column) = ?", [principal.objectID], &rows, connection)
            }
            try takeMemberships(of: principal.objectID, &rows, connection)
            try connection.execute("DELETE FROM service_principal WHERE object_id = ?", [principal.objectID])
            try administration.tell(.removeServicePrincipal, on: .init(principal))
        }
    }

    /// Deletes a user with everything that hangs on it.
    package func delete(_ user: UserRecord) throws {
        try archive(user.id, kind: "user") { rows, connection in
            try rows.take("user", where: "id = ?", [user.id], from: connection)
            try move("delegated_grant", where: "principal_id = ?", [user.id], &rows, connection)
            try takeMemberships(of: user.id, &rows, connection)
            try move("user_manager", where: "user_id = ?1 OR manager_id = ?1", [user.id], &rows, connection)
            try connection.execute("DELETE FROM user WHERE id = ?", [user.id])
            try directory.follower?.userChanged(from: user, to: nil)
            try administration.tell(.deleteUser, on: .init(user))
        }
    }

    /// Deletes a group; only Microsoft 365 groups can be restored.
    package func delete(_ group: GroupRecord) throws {
        guard group.kind == .microsoft365 else {
            try directory.store.write { connection in
                try connection.execute("DELETE FROM app_role_assignment WHERE principal_id = ?", [group.id])
                try connection.execute("DELETE FROM administrative_unit_member WHERE member_id = ?", [group.id])
                try directory.deleteGroup(id: group.id)
                try directory.follower?.groupChanged(from: group, to: nil)
                try administration.tell(.deleteGroup, on: .init(group))
            }
            return
        }
        try archive(group.id, kind: "group") { rows, connection in
            try rows.take("directory_group", where: "id = ?", [group.id], from: connection)
            try rows.take("group_member", where: "group_id = ?", [group.id], from: connection)
            try takeMemberships(of: group.id, &rows, connection)
            try connection.execute("DELETE FROM directory_group WHERE id = ?", [group.id])
            try directory.follower?.groupChanged(from: group, to: nil)
            try administration.tell(.deleteGroup, on: .init(group))
        }
    }

    /// Leaves rows that refer to another deleted object to that one, which brings them back when it is restored.
    private func leave(_ orphans: [ArchivedRows.Orphan], _ connection: Connection) throws {
        for orphan in orphans {
            guard var record = try find(orphan.missing) else { continue }
            var rows = try ArchivedRows(parsing: record.document)
            rows.add([orphan.row], to: orphan.table)
            record.document = rows.text
            try connection.upsert(record, key: "id")
        }
    }

    private var oldest: Date { administration.now.addingTimeInterval(-Self.retention) }

    private func archive(
        _ id: String,
        kind: String,
        _ body: (inout ArchivedRows, Connection) throws -> Void
    ) throws {
        try directory.store.write { connection in
            var rows = ArchivedRows()
            try body(&rows, connection)
            let record = DeletedObjectRecord(
                id: id,
                tenantID: administration.tenantID,
                kind: kind,
                deletedOn: administration.now,
                document: rows.text
            )
            try connection.upsert(record, key: "id")
        }
    }

    private func takeMemberships(of id: String, _ rows: inout ArchivedRows, _ connection: Connection) throws {
        for (table, column) in [
            ("group_member", "member_id"), ("role_assignment", "principal_id"),
            ("app_role_assignment", "principal_id"), ("object_owner", "object_id"), ("object_owner", "owner_id"),
            ("administrative_unit_member", "member_id"),
        ] {
            try move(table, where: "\(column) = ?", [id], &rows, connection)
        }
    }

    private func move(
        _ table: String,
        where condition: String,
        _ values: [any SQLBindable],
        _ rows: inout ArchivedRows,
        _ connection: Connection
    ) throws {
        try rows.take(table, where: condition, values, from: connection)
        try connection.execute("DELETE FROM \(table) WHERE \(condition)", values)
    }

    private func isBack(_ record: DeletedObjectRecord) throws -> Bool {
        switch record.kind {
        case "application": try directory.application(objectID: record.id) != nil
        case "servicePrincipal": try directory.servicePrincipal(objectID: record.id) != nil
        case "user": try directory.user(id: record.id) != nil
        default: try directory.group(id: record.id) != nil
        }
    }
}
