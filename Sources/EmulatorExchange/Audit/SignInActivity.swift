import EmulatorCore
import ExoJSON

/// A sign-in, as `AuditData` tells it beside what every event says.
struct SignInActivity: Sendable {
    let tenantID: String
    /// The object id of who signs in, `nil` where nobody is known by the name.
    let userID: String?
    let user: String
    let applicationID: String
    /// What it is signed in to, `Unknown` where that is not known.
    let resourceID: String
    let address: String
    let agent: String
    /// `OAuth2:Authorize` or `OAuth2:Token`.
    let request: String
    /// The number after `AADSTS`; 0 where nothing was refused.
    let code: Int
    let moment: ServiceDate
    let correlationID: String
    let traceID: String

    var details: JSONObject {
        var details: JSONObject = [
            "UserKey": .string(userID ?? user), "AzureActiveDirectoryEventType": 1,
            "ExtendedProperties": AuditEvent.pairs([
                ("ResultStatusDetail", code == 0 ? "Success" : "UserError"), ("UserAgent", agent),
                ("UserAuthenticationMethod", "1"), ("RequestType", request), ("KeepMeSignedIn", "False"),
            ]),
            "ModifiedProperties": [], "Actor": .array(actors),
            "ActorContextId": .string(tenantID), "ActorIpAddress": .string(address),
            "InterSystemsId": .string(correlationID), "IntraSystemId": .string(traceID), "SupportTicketId": "",
            "Target": [["ID": .string(resourceID), "Type": 0]], "TargetContextId": .string(tenantID),
            "ApplicationId": .string(applicationID),
            "DeviceProperties": AuditEvent.pairs([
                ("OS", AuditClient.system(of: agent)), ("BrowserType", AuditClient.browser(of: agent)),
                ("IsCompliantAndManaged", "False"),
                ("SessionId", AccessSession(of: user, in: tenantID, at: moment).id),
            ]),
            "ErrorNumber": .string(String(code)),
        ]
        if code != 0 { details["LogonError"] = .string(Self.errors[code] ?? "Other") }
        return details
    }

    private var actors: [JSONValue] {
        let name: JSONValue = ["ID": .string(user), "Type": 5]
        guard let userID else { return [name] }
        return [["ID": .string(userID), "Type": 0], name]
    }

    /// What the log calls refusals.
    private static let errors = [
        50_034: "UserAccountNotFound", 50_053: "IdsLocked", 50_055: "InvalidPasswordExpiredPassword",
        50_057: "UserDisabled", 50_074: "UserStrongAuthClientAuthNRequired",
        50_076: "UserStrongAuthClientAuthNRequired", 50_126: "InvalidUserNameOrPassword",
        50_140: "KmsiInterrupt", 53_003: "BlockedByConditionalAccess", 65_001: "DelegationDoesNotExist",
        65_004: "UserDeclinedConsent", 700_016: "UnauthorizedClient_DoesNotMatchRequest",
    ]
}
