import EmulatorCore
import EmulatorEntra

#if canImport(FoundationEssentials)
public import FoundationEssentials
#else
public import Foundation
#endif

/// How an emulator is set up.
public struct EmulatorConfiguration: Sendable {
    /// Where everything lies that requests change.
    public enum Storage: Sendable, Equatable {
        /// In memory; gone with the emulator.
        case memory
        /// In one SQLite file, made when missing.
        case file(String)
    }

    /// Where everything lies that requests change.
    public var storage: Storage
    /// The folder of the certificate authority and the server's certificate.
    ///
    /// It is made with mode 0700 when missing.
    public var home: String
    /// The numeric address to listen on.
    ///
    /// The emulator hands out tokens for passwords that everybody knows, so anything but loopback must be meant.
    public var address: String
    /// The port of the front door and authority; 0 lets the system choose.
    public var frontPort: Int
    /// The port of the regional backend; 0 lets the system choose.
    public var regionalPort: Int
    /// The port of the managed identity endpoints, plain HTTP; 0 lets the system choose, `nil` leaves them out.
    public var identityPort: Int?
    /// The numeric address of the managed identity endpoints; `nil`: ``address``.
    public var identityAddress: String?
    /// Where Azure Arc's files are put; `nil`: below ``home``.
    ///
    /// Clients of Arc want them in `/var/opt/azcmagent/tokens`.
    public var arcFolder: String?
    /// Whether authority and certificate are those of the last start; else they are made anew, which is quicker.
    public var keepsCertificates: Bool
    /// Further host names for the server's certificate, beside `localhost`.
    public var hostNames: [String]
    /// Ends the program, for who asks the control API for it; `nil` refuses that.
    public var stop: (@Sendable () -> Void)?
    /// The time, replaced by tests.
    public var now: @Sendable () -> Date
    /// Receives one line for each request; no line holds a query, a header or a body.
    public var log: @Sendable (String) -> Void

    /// Makes a configuration.
    public init(
        storage: Storage = .memory,
        home: String,
        address: String = "127.0.0.1",
        frontPort: Int = 8443,
        regionalPort: Int = 8444,
        identityPort: Int? = nil,
        identityAddress: String? = nil,
        arcFolder: String? = nil,
        keepsCertificates: Bool = true,
        hostNames: [String] = [],
        stop: (@Sendable () -> Void)? = nil,
        now: @escaping @Sendable () -> Date = { Date() },
        log: @escaping @Sendable (String) -> Void = { _ in }
    ) {
        self.storage = storage
        self.home = home
        self.address = address
        self.frontPort = frontPort
        self.regionalPort = regionalPort
        self.identityPort = identityPort
        self.identityAddress = identityAddress
        self.arcFolder = arcFolder
        self.keepsCertificates = keepsCertificates
        self.hostNames = hostNames
        self.stop = stop
        self.now = now
        self.log = log
    }
}

extension EmulatorConfiguration {
    /// The names beside those of the loopback by which clients reach it: those given, and its own address.
    var reachableNames: [String] {
        // Where the compliance service redirects a client to has to be there too.
        let regions = hostNames.map { $0.lowercased() }.filter(ComplianceHost.isFrontDoor)
            .flatMap { [ComplianceHost.regional($0), ComplianceHost.redirected($0)] }.filter { !hostNames.contains($0) }
        let names = hostNames + regions
        let known = names + ["127.0.0.1", "::1", "0.0.0.0", "::", "localhost"]
        return known.contains(address) ? names : names + [address]
    }

    /// The name under which an address is reached on this machine.
    static func host(of address: String) -> String {
        switch address {
        case "127.0.0.1", "0.0.0.0", "::", "localhost": "localhost"
        case _ where address.contains(":"): "[\(address)]"
        default: address
        }
    }

    /// The origin of a port at an address.
    static func origin(of address: String, port: Int) -> String {
        port == 443 ? "https://\(host(of: address))" : "https://\(host(of: address)):\(port)"
    }
}
