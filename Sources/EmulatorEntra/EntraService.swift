import EmulatorAdministration
import EmulatorCore
package import HTTPServer

/// The sign-in side of the emulated service: authorities, their documents, sign-in and tokens.
package struct EntraService: Sendable {
    private let entra: EntraContext

    package init(_ entra: EntraContext) { self.entra = entra }

    package func respond(to request: ServerRequest, path: [String]) -> ServerResponse? {
        guard let segment = path.first else { return nil }
        let call = EntraCall(request, entra)
        // A slash within a segment is none that parts segments.
        guard !path.contains(where: { $0.utf8.contains(UInt8(ascii: "/")) }) else { return nil }
        let place = path.dropFirst().joined(separator: "/").lowercased()
        let pages: CrossOrigin?
        var reply: ServerResponse?
        do {
            pages = try Self.readers(segment.lowercased(), place).map {
                try CrossOrigin(request, $0, isAllowed: entra.emulator.directory.isSinglePageOrigin)
            }
            if let preflight = pages?.preflight("GET, HEAD, POST, OPTIONS") { return preflight }
        } catch { return call.refusal(.failure) }
        do { reply = try answer(call, segment: segment, place, path: path) } catch let error as EntraError {
            reply = call.refusal(error)
        } catch {
            reply = call.refusal(.failure)
        }
        if let pages { reply?.headers += pages.fields }
        if let reply, let entry = call.signIn.finished(reply) { entra.emulator.signInLog.add(entry) }
        return reply
    }

    /// Whose pages may read what is answered to a script; `nil` for what is a page itself, or no browser's affair.
    private static func readers(_ segment: String, _ place: String) -> CrossOrigin.Readers? {
        switch place {
        case "discovery/instance", ".well-known/openid-configuration",
            "v2.0/.well-known/openid-configuration", "discovery/keys", "discovery/v2.0/keys":
            .everybody
        case "oauth2/token", "oauth2/v2.0/token", "openid/userinfo": .singlePageApplications
        case "userinfo" where segment == "oidc": .singlePageApplications
        default: nil
        }
    }

    private func answer(_ call: EntraCall, segment: String, _ place: String, path: [String]) throws -> ServerResponse? {
        switch place {
        case "discovery/instance" where segment.lowercased() == "common": try InstanceDiscovery.respond(call)
        case ".well-known/openid-configuration":
            try OpenIDConfiguration.respond(call, segment: segment, version: .v1)
        case "v2.0/.well-known/openid-configuration":
            try OpenIDConfiguration.respond(call, segment: segment, version: .v2)
        case "discovery/keys": try KeyDocument.respond(call, segment: segment, version: .v1)
        case "discovery/v2.0/keys": try KeyDocument.respond(call, segment: segment, version: .v2)
        case "oauth2/authorize": try AuthorizeEndpoint(call: call, segment: segment, version: .v1).respond()
        case "oauth2/v2.0/authorize":
            try AuthorizeEndpoint(call: call, segment: segment, version: .v2).respond()
        case "login": try AuthorizeEndpoint(call: call, segment: segment, version: .v1).signIn()
        case "login/v2.0": try AuthorizeEndpoint(call: call, segment: segment, version: .v2).signIn()
        case "oauth2/token": try TokenEndpoint(call: call, segment: segment, version: .v1).respond()
        case "oauth2/v2.0/token": try TokenEndpoint(call: call, segment: segment, version: .v2).respond()
        case "oauth2/nativeclient": call.page(try LandingPage.nativeClient())
        case "oauth2/devicecode": try DeviceAuthorization(call: call, segment: segment, version: .v1).respond()
        case "oauth2/v2.0/devicecode":
            try DeviceAuthorization(call: call, segment: segment, version: .v2).respond()
        case "oauth2/deviceauth": try DeviceEntry(call: call).respond()
        case "" where ["devicelogin", "device"].contains(segment.lowercased()): try DeviceEntry(call: call).respond()
        case "adminconsent": try AdminConsentEndpoint(call: call, segment: segment, version: .v1).respond()
        case "v2.0/adminconsent": try AdminConsentEndpoint(call: call, segment: segment, version: .v2).respond()
        case "oauth2/logout", "oauth2/v2.0/logout":
            try LogoutEndpoint(call: call, segment: segment).respond()
        case "userinfo" where segment.lowercased() == "oidc": try UserInfo(call: call).respond()
        case "openid/userinfo": try UserInfo(call: call).respond()
        case "kerberos",
            "oauth2/checksession":
            call.notEmulated("this endpoint", error: "invalid_request")
        case "" where segment.lowercased() == "error": try explanation(call)
        default: try userRealm(call, segment: segment, path: path)
        }
    }

    private func userRealm(
        _ call: EntraCall,
        segment: String,
        path: [String]
    ) throws -> ServerResponse? {
        guard segment.lowercased() == "common", path.count > 1, path[1].lowercased() == "userrealm", path.count <= 3
        else {
            return nil
        }
        let named = path.count == 3 ? path.last : call.request.query.value(ignoringCase: "user")
        guard let user = named else { throw EntraError.missing("user") }
        return try UserRealm.respond(call, user: user)
    }

    private func explanation(_ call: EntraCall) throws -> ServerResponse? {
        guard let code = call.request.query["code"], code.allSatisfy(\.isASCIIDigit) else { return nil }
        return call.page(try ErrorPage.explanation(of: code))
    }
}

extension EntraError {
    /// The emulator itself failed.
    package static var failure: Self {
        Self(code: 50000, name: "server_error", status: 500, text: "There was an error issuing a token or signing in.")
    }
}
