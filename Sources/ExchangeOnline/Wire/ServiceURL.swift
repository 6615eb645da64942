internal import ExoTransport

/// An `https` URL taken apart: where it points, and what is asked for there.
///
/// What ``HTTPURL`` refuses, readers disagree about; addresses in numbers of IPv6 are none of the service's.
struct ServiceURL: Equatable {
    /// The host in small letters.
    var host: String
    /// The port; 443 where none is written.
    var port: Int
    /// Path and query, beginning with a slash.
    var target: String

    init(host: String, port: Int, target: String = "/") {
        self.host = host
        self.port = port
        self.target = target
    }

    /// Takes a URL apart; `nil` where the text is no such URL.
    ///
    /// - Throws: ``ExchangeError`` with code `notConnected` where libcurl, which reads it, is not installed.
    init?(_ text: String) throws {
        guard text.utf8.count <= 16_384 else { return nil }
        let url: HTTPURL
        do { url = try HTTPURL(text) } catch let error as TransportError where error.code == .invalidRequest {
            return nil
        } catch let error as TransportError {
            throw ExchangeError(code: .notConnected, message: error.message, cause: error)
        }
        guard url.scheme == "https", url.host.utf8.allSatisfy(Self.isHostCharacter) else { return nil }
        self.init(host: url.host, port: url.port, target: url.target)
    }

    /// Scheme, host and port; the port only where it is not 443.
    var origin: String { port == 443 ? "https://\(host)" : "https://\(host):\(port)" }

    /// The path without the query.
    var path: Substring { target.prefix { $0 != "?" } }

    /// The first label of the host's name.
    var firstLabel: Substring { host.prefix { $0 != "." } }

    /// Whether the host is one of these domains or below one of them.
    func isInside(_ domains: [String]) -> Bool {
        domains.contains { domain in
            let domain = domain.lowercased()
            return host == domain || host.hasSuffix("." + domain)
        }
    }

    private static func isHostCharacter(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
            UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "."), UInt8(ascii: "_"):
            true
        default: false
        }
    }
}
