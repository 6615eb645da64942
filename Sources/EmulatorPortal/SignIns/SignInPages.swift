import EmulatorAdministration
import EmulatorCore
import HTTPServer

/// The pages about the sign-in log.
enum SignInPages {
    static let crumb = PortalContent.Crumb(name: "Sign-in logs", path: PortalLink.path(["signins"]))

    static func respond(_ call: PortalCall) throws -> ServerResponse {
        try call.require(.readSignIns)
        switch call.path.count {
        case 1:
            return try SignInList(call: call).respond { PortalContent(title: "Sign-in logs", body: $0) }
        case 2:
            let entries = call.context.signInLog.entries(of: call.tenant.id, limit: .max)
            guard let entry = entries.first(where: { $0.traceID == call.path.last }) else {
                throw PortalRefusal.notFound("There is no such entry in the log; it keeps the newest ones alone.")
            }
            return try SignInDetails(call: call, entry: entry).respond()
        default: throw PortalRefusal.notFound("There is no such page about sign-ins.")
        }
    }
}

extension SignInEntry {
    /// How it ended, as the portal marks it.
    var status: HTML {
        switch outcome {
        case .succeeded: Markup.good("Success")
        case .failed: Markup.bad("Failure")
        case .interrupted: Markup.plain("Interrupted")
        }
    }

    /// Which way was taken.
    var flow: String {
        switch endpoint {
        case .authorize: "Authorize page"
        case .deviceCode: "Device code"
        case .managedIdentity: "Managed identity"
        case .token: grant?.replacing("_", with: " ") ?? "Token"
        }
    }
}
