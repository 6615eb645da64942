import EmulatorAdministration
import EmulatorCore
import EmulatorEntra
import EmulatorExchange
import EmulatorGraph
import EmulatorPortal
package import HTTPServer
import Synchronization

#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif

/// A Microsoft 365 tenant on this machine: Entra ID and the Exchange admin API, with the tenants `contoso` and `fabrikam`.
///
/// An emulator answers requests as soon as it is made; ``start()`` puts it behind two TLS listeners with a certificate of its
/// own authority. All members may be used from any thread.
public final class Emulator: Sendable {
    let context: EmulatorContext
    private let faults: FaultDoor
    private let configuration: EmulatorConfiguration
    private let router: RequestRouter
    let identityFolder: IdentityFolder
    private let housekeeping: Housekeeping
    private let server = Mutex<HTTPServer?>(nil)

    /// Opens the store and fills it with the seed when it is empty.
    ///
    /// - Parameter configuration: How the emulator is set up.
    /// - Throws: ``EmulatorError`` when the store cannot be opened.
    public init(_ configuration: EmulatorConfiguration) throws {
        self.configuration = configuration
        let path: String? = if case .file(let path) = configuration.storage { path } else { nil }
        let store: Store
        do {
            store = try Store(path: path)
        } catch {
            // One that is gone with the process lies there, without a name.
            let place = path ?? "in \(FileManager.default.temporaryDirectory.path)"
            throw EmulatorError("The store \(place) cannot be opened: \(error)")
        }
        let clock = EmulatorClock(system: configuration.now)
        context = EmulatorContext(
            store: store,
            directory: Directory(store: store, follower: RecipientFollower(store: store, clock: clock)),
            clock: clock,
            endpoints: EmulatorEndpoints(
                host: EmulatorConfiguration.host(of: configuration.address),
                hostNames: (configuration.reachableNames + [configuration.identityAddress].compactMap(\.self)).map {
                    $0.contains(":") ? "[\($0)]" : $0
                },
                front: configuration.frontPort,
                regional: configuration.regionalPort
            ),
            settings: EmulatorSettings()
        )
        housekeeping = Housekeeping(context)
        try store.fillIfEmpty(now: configuration.now())
        try ObjectIndex.complete(in: store)
        identityFolder = IdentityFolder(home: configuration.home, arcFolder: configuration.arcFolder)
        let offer = SeedOffer(context.directory)
        let entra = EntraContext(context) { try offer.current() }
        let graph = GraphService(context)
        let exchange = ExchangeService(context)
        faults = FaultDoor(context, exchange: exchange, graph: graph)
        let portal = PortalContext(
            context,
            keys: entra.keys,
            authorityFile: ServerIdentity.authorityFile(home: configuration.home),
            manifest: { try graph.document(of: $0, in: $1) },
            exchange: PortalCmdlets(entra: entra, exchange: exchange).run,
            faults: PortalFaults(faults.faults, directory: context.directory)
        )
        router = RequestRouter(
            [
                ControlService(entra, faults: faults.faults, store: path, stop: configuration.stop),
                graph,
                ResourceManagerService(context),
                PortalService(portal),
                exchange,
            ],
            signIn: EntraService(entra),
            identity: ManagedIdentityService(entra, folder: identityFolder)
        )
    }

    /// The address of the front door and authority, without a slash at the end.
    public var url: String { context.endpoints.base }

    /// The address of the regional backend.
    public var regionalURL: String { context.endpoints.regionalBase }

    /// The address of the managed identity endpoints, when they listen; plain HTTP, as on Azure's machines.
    public var identityURL: String? {
        let port = server.withLock { $0?.port(of: ManagedIdentityService.listener) } ?? 0
        let host = configuration.identityAddress.map { $0.contains(":") ? "[\($0)]" : $0 } ?? "localhost"
        return port == 0 ? nil : "http://\(host):\(port)"
    }

    /// The PEM file of the authority that signed the server's certificate.
    public var certificateAuthorityFile: String { ServerIdentity.authorityFile(home: configuration.home) }

    /// Listens; afterwards ``url`` and ``regionalURL`` hold the ports that were given.
    ///
    /// - Throws: ``EmulatorError`` when a port is taken or the certificate cannot be made.
    public func start() throws {
        let make = configuration.keepsCertificates ? ServerIdentity.load : ServerIdentity.makeBrief
        let identity = try make(
            configuration.home,
            configuration.reachableNames,
            configuration.now()
        )
        var listeners = [("front", configuration.frontPort), ("regional", configuration.regionalPort)].map {
            name,
            port in
            ServerListener(name: name, address: configuration.address, port: port, tls: identity)
        }
        if let port = configuration.identityPort {
            let name = ManagedIdentityService.listener
            let address = configuration.identityAddress ?? configuration.address
            listeners.append(ServerListener(name: name, address: address, port: port))
            do { _ = try identityFolder.header() } catch {
                throw EmulatorError("The secret of the identity endpoint cannot be written: \(error)")
            }
        }
        let server = HTTPServer(
            ServerConfiguration(listeners: listeners, isReserved: ControlService.owns) { [faults] request in
                LengthRefusal.reply(to: request, exchange: faults.exchange, graph: faults.graph)
            }
        ) { [weak self] request in
            self?.respond(to: request) ?? ServerResponse(status: 503)
        }
        try server.start()
        context.endpoints.listen(front: server.port(of: "front"), regional: server.port(of: "regional"))
        self.server.withLock { $0 = server }
        context.endpoints.listen(identity: identityURL)
    }

    /// Stops listening after the requests under way are answered, two seconds at most.
    public func stop() async {
        let server = self.server.withLock { server in
            defer { server = nil }
            return server
        }
        await server?.stop(grace: .seconds(2))
        identityFolder.removeArcKeys()
    }

    /// Answers one request.
    package func respond(to request: ServerRequest) -> ServerResponse {
        let begin = ContinuousClock.now
        var response = faults.respond(to: request) { router.response(to: $0) }
        // A program can tell what the emulator lacks from what the service refuses.
        if response.status == 501 { response.headers.append(.init("X-Exo-Emulator", "not-emulated")) }
        // Clients compare it with their own clocks.
        if response.header("Date") == nil { response.headers.append(.init("Date", HTTPDate.text(context.clock.now))) }
        context.requestLog.add(
            RequestEntry(request, response, at: context.clock.now, took: ContinuousClock.now - begin)
        )
        do { try housekeeping.runWhenDue() } catch {
            configuration.log("what has expired cannot be deleted: \(error)")
        }
        let said = response.note.map { " \($0.value)" }.joined()
        configuration.log("\(request.method) \(request.rawPath) \(response.status) \(request.listener)\(said)")
        return response
    }
}
