import ExoJSON
import Testing

@testable import EmulatorCore
@testable import EmulatorExchange
@testable import ExoEmulator

/// What the records of the unified log carry.
@Suite struct ExchangeAuditRecordTests {
    private static let now = ServiceDate(ExchangeHarness.moment)

    /// The rows of the log, the newest first.
    private func rows(_ harness: ExchangeHarness, _ more: JSONObject, days: Int = 1) throws -> [JSONValue] {
        var parameters: JSONObject = [
            "StartDate": Self.now.adding(days: -days).json, "EndDate": Self.now.json, "ResultSize": 5000,
        ]
        for member in more.members { parameters[member.name] = member.value }
        return try harness.done("Search-UnifiedAuditLog", parameters).rows
    }

    /// The documents of the log.
    private func records(_ harness: ExchangeHarness, _ more: JSONObject, days: Int = 1) throws -> [JSONValue] {
        try rows(harness, more, days: days).map { try JSONValue(parsing: $0["AuditData"]?.stringValue ?? "") }
    }

    /// The new value of a property, and the old one.
    private func change(_ name: String, of record: JSONValue?) -> (new: String?, old: String?) {
        let found = record?["ModifiedProperties"]?.arrayValue?.first { $0["Name"]?.stringValue == name }
        return (found?["NewValue"]?.stringValue, found?["OldValue"]?.stringValue)
    }

    private func pair(_ name: String, in list: String, of record: JSONValue?) -> String? {
        record?[list]?.arrayValue?.first { $0["Name"]?.stringValue == name }?["Value"]?.stringValue
    }

    private func graph(
        _ harness: ExchangeHarness,
        _ method: String,
        _ path: String,
        _ body: JSONValue? = nil
    ) throws -> JSONValue {
        let reply = try harness.graph(method, path, body)
        #expect((200...204).contains(reply.status), "\(method) \(path): \(reply.errorText)")
        return reply.body
    }

    /// An app with its service principal: the object ids of both, and the client id.
    private func application(_ harness: ExchangeHarness) throws -> (id: String, principal: String, appID: String) {
        let made = try graph(harness, "POST", "applications", ["displayName": "Nightly"])
        let appID = try #require(made["appId"]?.stringValue)
        let principal = try graph(harness, "POST", "servicePrincipals", ["appId": .string(appID)])
        return (try #require(made["id"]?.stringValue), try #require(principal["id"]?.stringValue), appID)
    }

    @Test func newCredentialsAreInTheLog() throws {
        let harness = try ExchangeHarness()
        let app = try application(harness)
        let secret = try graph(
            harness,
            "POST",
            "applications/\(app.id)/addPassword",
            ["passwordCredential": ["displayName": "nightly job"]]
        )
        let keyID = try #require(secret["keyId"]?.stringValue)
        _ = try graph(harness, "POST", "servicePrincipals/\(app.principal)/addPassword", [:])
        let operation = "Update application – Certificates and secrets management "
        let records = try records(harness, ["Operations": .string(operation)])
        let record = try #require(records.first)
        #expect(records.count == 1 && record["Operation"]?.stringValue == operation)
        #expect(record["ObjectId"] == "Not Available" && record["Target"]?[3]?["ID"] == "Nightly")
        let keys = change("KeyDescription", of: record)
        #expect(keys.old == "[]")
        let told = "[KeyIdentifier=\(keyID),KeyType=Password,KeyUsage=Verify,DisplayName=nightly job]"
        #expect(keys.new?.contains(told) == true, "\(record.text())")
        #expect(change("Included Updated Properties", of: record).new == "KeyDescription")
        let added = try self.records(harness, ["Operations": "Add service principal credentials."])
        #expect(added.count == 1 && added.first?["ObjectId"]?.stringValue == app.appID)
        // No secret is in the log.
        let text = try #require(secret["secretText"]?.stringValue)
        #expect(try rows(harness, ["RecordType": "AzureActiveDirectory"]).allSatisfy { !$0.text().contains(text) })
        _ = try graph(harness, "POST", "applications/\(app.id)/removePassword", ["keyId": .string(keyID)])
        #expect(try self.records(harness, ["Operations": .string(operation)]).count == 2)
    }

    @Test func grantsAreInTheLogOfTheirResource() throws {
        let harness = try ExchangeHarness()
        let app = try application(harness)
        let resource = try #require(
            try harness.context.directory.servicePrincipal(FirstParty.graph, in: ExchangeHarness.contoso)
        )
        let grant = try graph(
            harness,
            "POST",
            "oauth2PermissionGrants",
            [
                "clientId": .string(app.principal), "consentType": "AllPrincipals",
                "resourceId": .string(resource.objectID), "scope": "Mail.Read",
            ]
        )
        let id = try #require(grant["id"]?.stringValue)
        _ = try graph(harness, "PATCH", "oauth2PermissionGrants/\(id)", ["scope": "Mail.Read Mail.Send"])
        let records = try records(harness, ["Operations": "Add delegated permission grant."])
        #expect(records.count == 2)
        let scopes = records.map { change("DelegatedPermissionGrant.Scope", of: $0) }
        #expect(scopes.contains { $0.new == " Mail.Read" && $0.old == "" })
        #expect(scopes.contains { $0.new == " Mail.Read Mail.Send" && $0.old == " Mail.Read" })
        let record = try #require(records.first)
        #expect(change("DelegatedPermissionGrant.ConsentType", of: record).new == "AllPrincipals")
        #expect(change("ServicePrincipal.ObjectID", of: record).new == app.principal)
        #expect(record["ObjectId"]?.stringValue == FirstParty.graph)
        #expect(change("Included Updated Properties", of: record).new == nil)
        _ = try graph(harness, "DELETE", "oauth2PermissionGrants/\(id)")
        #expect(try self.records(harness, ["Operations": "Remove delegated permission grant."]).count == 1)
    }

    @Test func appRolesAndOwnersAreInTheLog() throws {
        let harness = try ExchangeHarness()
        let app = try application(harness)
        let directory = harness.context.directory
        let resource = try #require(try directory.servicePrincipal(FirstParty.graph, in: ExchangeHarness.contoso))
        let role = try #require(
            try directory.exposedPermissions(of: FirstParty.graph).first {
                $0.kind == .role && $0.memberTypes.contains("Application")
            }
        )
        _ = try graph(
            harness,
            "POST",
            "servicePrincipals/\(app.principal)/appRoleAssignments",
            [
                "principalId": .string(app.principal), "resourceId": .string(resource.objectID),
                "appRoleId": .string(role.permissionID),
            ]
        )
        let record = try #require(
            try records(harness, ["Operations": "Add app role assignment to service principal."]).first
        )
        // Queries take these by their places.
        let values = record["ModifiedProperties"]?.arrayValue?.compactMap { $0["NewValue"]?.stringValue } ?? []
        #expect(values.count == 10 && values[0] == role.permissionID && values[1] == role.value)
        #expect(values.count == 10 && values[6] == "Nightly" && values[7] == app.appID)
        #expect(record["Target"]?[3]?["ID"]?.stringValue == resource.displayName)
        let adele = try #require(try directory.user("adele@contoso.com"))
        let reference: JSONValue = [
            "@odata.id": .string("https://graph.microsoft.com/v1.0/directoryObjects/\(adele.id)")
        ]
        _ = try graph(harness, "POST", "applications/\(app.id)/owners/$ref", reference)
        _ = try graph(harness, "DELETE", "applications/\(app.id)/owners/\(adele.id)/$ref")
        for operation in ["Add owner to application.", "Remove owner from application."] {
            let owner = try #require(try records(harness, ["Operations": .string(operation)]).first)
            #expect(owner["ObjectId"] == "adele@contoso.com")
        }
    }

    @Test func rolesAreToldByTheNamesThatQueriesKnow() throws {
        let harness = try ExchangeHarness()
        let adele = try #require(try harness.context.directory.user("adele@contoso.com"))
        _ = try graph(
            harness,
            "POST",
            "roleManagement/directory/roleAssignments",
            [
                "principalId": .string(adele.id), "roleDefinitionId": .string(DirectoryRoleID.globalAdministrator),
                "directoryScopeId": "/",
            ]
        )
        let record = try #require(try records(harness, ["Operations": "Add member to role."]).first)
        #expect(change("Role.DisplayName", of: record).new == "Global Administrator")
        #expect(change("Role.WellKnownObjectName", of: record).new == "TenantAdmins")
        #expect(change("Role.TemplateId", of: record).old == "")
        #expect(pair("additionalDetails", in: "ExtendedProperties", of: record)?.hasPrefix("{") == true)
        #expect(record["Target"]?[3]?["ID"] == "adele@contoso.com")
        #expect(record["Actor"]?.arrayValue?.last?["ID"] == "ServicePrincipal")
    }

    @Test func nothingIsRecordedWhileTheLogIsOff() throws {
        let harness = try ExchangeHarness()
        func found() throws -> [String] {
            try rows(harness, ["RecordType": "ExchangeAdmin"]).compactMap { $0["Operations"]?.stringValue }
        }
        func set(_ isOn: Bool) throws {
            try harness.done("Set-AdminAuditLogConfig", ["UnifiedAuditLogIngestionEnabled": .bool(isOn)])
        }
        try harness.done("Set-Mailbox", ["Identity": "adele", "CustomAttribute1": "x"])
        try set(false)
        try harness.done("Set-CASMailbox", ["Identity": "adele", "PopEnabled": false])
        // While it is off, nothing is found of before either.
        #expect(try found().isEmpty)
        try set(true)
        try harness.done("Set-OrganizationConfig", ["MailTipsLargeAudienceThreshold": 30])
        #expect(
            try found().sorted() == [
                "Set-AdminAuditLogConfig", "Set-AdminAuditLogConfig", "Set-Mailbox", "Set-OrganizationConfig",
            ]
        )
    }

    @Test func whatPeopleDoIsNotRecordedEitherWhileTheLogIsOff() throws {
        let harness = try ExchangeHarness()
        try harness.done("Set-AdminAuditLogConfig", ["UnifiedAuditLogIngestionEnabled": false])
        harness.context.clock.advance(by: 10 * 86_400)
        try harness.done("Set-AdminAuditLogConfig", ["UnifiedAuditLogIngestionEnabled": true])
        let signIns: JSONObject = ["Operations": "UserLoggedIn", "EndDate": Self.now.adding(days: 10).json]
        #expect(try rows(harness, signIns, days: 0).isEmpty)
        #expect(try !rows(harness, signIns, days: 9).isEmpty)
        // The mailboxes' own log has its own switch.
        let parameters: JSONObject = ["StartDate": Self.now.json, "EndDate": Self.now.adding(days: 9).json]
        #expect(try !harness.done("Search-MailboxAuditLog", parameters).rows.isEmpty)
    }

    @Test func cmdletsTellSessionAndAccount() throws {
        let harness = try ExchangeHarness()
        try harness.done("Set-Mailbox", ["Identity": "adele", "CustomAttribute1": "x"])
        let record = try #require(try records(harness, ["Operations": "Set-Mailbox"]).first)
        let admin = try #require(try harness.context.directory.user("admin@contoso.com"))
        #expect(record["UserKey"]?.stringValue == PersonalIdentifier.make(admin.id) && record["ClientAppId"] == "")
        #expect(record["UserKey"]?.stringValue?.count == 16)
        #expect(record["SessionId"]?.stringValue?.count == 36)
        #expect(record["AppAccessContext"]?["AADSessionId"] == record["SessionId"])
        #expect(record["AppAccessContext"]?["UniqueTokenId"]?.stringValue?.count == 22)
    }

    @Test func rulesAndSettingsAreToldByTheirPaths() throws {
        let harness = try ExchangeHarness()
        func told(_ operation: String) throws -> JSONValue {
            try #require(try records(harness, ["Operations": .string(operation)]).first, "\(operation)")
        }
        try harness.done("New-InboxRule", ["Mailbox": "adele", "Name": "f", "MarkAsRead": true])
        try harness.done("Disable-InboxRule", ["Mailbox": "adele", "Identity": "f"])
        try harness.done("Remove-InboxRule", ["Mailbox": "adele", "Identity": "f"])
        for operation in ["New-InboxRule", "Disable-InboxRule", "Remove-InboxRule"] {
            let record = try told(operation)
            #expect(
                record["ObjectId"]?.stringValue?.hasSuffix(".onmicrosoft.com/Adele Vance\\f") == true,
                "\(operation)"
            )
            #expect(record["Parameters"]?[0] == ["Name": "AlwaysDeleteOutlookRulesBlob", "Value": "False"])
            #expect(record["Parameters"]?[1] == ["Name": "Force", "Value": "False"])
        }
        try harness.done("Set-TransportConfig", ["SmtpClientAuthenticationDisabled": true])
        try harness.done("Set-OrganizationConfig", ["MailTipsLargeAudienceThreshold": 30])
        try harness.done(
            "Set-OwaMailboxPolicy",
            ["Identity": "OwaMailboxPolicy-Default", "InstantMessagingEnabled": true]
        )
        let domain = "contoso.onmicrosoft.com"
        #expect(try told("Set-TransportConfig")["ObjectId"]?.stringValue == "\(domain)\\Transport Settings")
        #expect(try told("Set-OrganizationConfig")["ObjectId"]?.stringValue == domain)
        #expect(try told("Set-OwaMailboxPolicy")["ObjectId"]?.stringValue == "\(domain)\\OwaMailboxPolicy-Default")
    }

    @Test func signInsAndMailOfADayShareASession() throws {
        let harness = try ExchangeHarness.reading()
        let wanted: JSONObject = ["UserIds": "adele@contoso.com"]
        let adele = try #require(try harness.context.directory.user("adele@contoso.com"))
        var sessions: [String: String] = [:]
        for record in try records(harness, wanted, days: 60) {
            let day = String(try #require(record["CreationTime"]?.stringValue).prefix(10))
            let session: String?
            switch record["RecordType"]?.integerValue {
            case 15:
                session = pair("SessionId", in: "DeviceProperties", of: record)
                #expect(
                    record["UserKey"]?.stringValue == adele.id && record["Actor"]?[0]?["ID"]?.stringValue == adele.id
                )
                #expect(
                    record["Target"]?[0]?["ID"] == record["ObjectId"] && record["ActorIpAddress"] == record["ClientIP"]
                )
                #expect((record["Operation"] == "UserLoginFailed") == (record["LogonError"] != nil))
                #expect(pair("RequestType", in: "ExtendedProperties", of: record)?.hasPrefix("OAuth2:") == true)
            case 2, 3, 50:
                session = record["SessionId"]?.stringValue
                #expect(record["AppAccessContext"]?["AADSessionId"]?.stringValue == session)
                #expect(record["LogonUserSid"] == record["MailboxOwnerSid"] && record["AppId"] != nil)
                #expect(record["ClientInfoString"]?.stringValue?.hasPrefix("Client=") == true)
            default: continue
            }
            #expect(session?.count == 36 && sessions[day, default: session ?? ""] == session)
            sessions[day] = session
        }
        #expect(sessions.count > 20 && Set(sessions.values).count == sessions.count)
        let dates = try rows(harness, wanted, days: 5).compactMap { $0["CreationDate"]?.stringValue }
        #expect(!dates.isEmpty && dates.allSatisfy { $0.contains(".0000000") })
    }

    @Test func consentInASignInIsInTheLog() throws {
        let bench = try EntraBench()
        let page = try bench.signIn(
            "adele@contoso.com",
            changes: ["scope": "https://graph.microsoft.com/User.ReadBasic.All openid offline_access"]
        )
        _ = try bench.submit(page, [("consent", "accept")])
        let texts = try bench.context.store.read { connection in
            try connection.rows("SELECT operation, parameters FROM exchange_audit WHERE user_id LIKE 'adele@%'") {
                (try $0.text(), try $0.text())
            }
        }
        #expect(texts.contains { $0.0 == "Add delegated permission grant." })
        let consent = try JSONValue(parsing: try #require(texts.first { $0.0 == "Consent to application." }?.1))
        #expect(change("ConsentContext.IsAdminConsent", of: consent).new == "False")
        #expect(change("ConsentContext.OnBehalfOfAll", of: consent).new == "False")
        let permissions = try #require(change("ConsentAction.Permissions", of: consent).new)
        #expect(permissions.hasPrefix("[] => [[Id: ") && permissions.hasSuffix("]]; "))
        #expect(permissions.contains("ConsentType: Principal, Scope:  User.ReadBasic.All"))
    }
}
