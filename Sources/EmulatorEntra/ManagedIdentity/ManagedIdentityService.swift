import EmulatorAdministration
import EmulatorCore
package import HTTPServer

/// The identity endpoints of Azure's machines and services, over plain HTTP as they are there.
///
/// One address has all the shapes: the instance metadata service, Azure Arc, App Service with its older version, which
/// Machine Learning still has, and Cloud Shell. Which one is meant follows from path, version and header fields.
package struct ManagedIdentityService: Sendable {
    /// The name of the listener that nothing else answers on.
    package static let listener = "identity"
    /// The address of the instance metadata service on every machine of Azure.
    private static let linkLocal = "169.254.169.254"

    private let entra: EntraContext
    private let folder: IdentityFolder

    package init(_ entra: EntraContext, folder: IdentityFolder) {
        self.entra = entra
        self.folder = folder
    }

    private var context: EmulatorContext { entra.emulator }

    package func respond(to request: ServerRequest, path: [String]) -> ServerResponse? {
        guard isAddressedHere(request) else {
            return .problem(403, code: "Forbidden", "This host name is not the emulator's; name it with --host.")
        }
        let call = EntraCall(request, entra)
        let reply: ServerResponse?
        switch path.map({ $0.lowercased() }) {
        case ["metadata", "identity", "oauth2", "token"]:
            reply =
                ArcIdentity.versions.contains(request.query["api-version"] ?? "")
                ? ArcIdentity(call: call, folder: folder).respond() : MachineIdentity(call: call).respond()
        case let names where names.starts(with: ["metadata", "instance"]):
            reply = InstanceMetadata(call: call).respond(Array(names.dropFirst(2)))
        case ["msi", "token"]: reply = AppServiceIdentity(call: call, folder: folder).respond()
        case ["oauth2", "token"]: reply = CloudShellIdentity(call: call).respond()
        default: reply = nil
        }
        if let reply, let entry = call.signIn.finished(reply) { context.signInLog.add(entry) }
        return reply
    }

    // A page whose name was made to mean this machine could send every header field, but not another host.
    private func isAddressedHere(_ request: ServerRequest) -> Bool {
        guard let field = request.header("Host") else { return true }
        let host = AuthorityHost.split(field.lowercased()).host
        return host == Self.linkLocal || context.endpoints.isOwn(host: host)
    }
}
