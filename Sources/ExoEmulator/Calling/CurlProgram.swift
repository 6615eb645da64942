import EmulatorCore
import HTTPServer

#if canImport(Glibc)
import Glibc
#else
import Darwin
#endif

/// Sends requests by the program `curl`, so that no HTTP client is part of the emulator.
///
/// What is sent stands in files without a name, never among the program's arguments, which others can read.
struct CurlProgram: Sendable {
    /// A request.
    struct Call: Sendable {
        var method = "GET"
        var url: String
        var headers: [ServerRequest.Field] = []
        var body: [UInt8]?
        /// The PEM file of the authorities to trust; nil for the system's.
        var authorityFile: String?
        /// How long it may take in all.
        var seconds = 960
        /// Whether it is for this machine, and no proxy helps.
        var isLocal = false
    }

    /// A reply.
    struct Answer: Sendable {
        var status: Int
        var headers: [ServerRequest.Field]
        var body: [UInt8]
    }

    /// Longer bodies of replies are refused.
    static let longestBody = 256 * 1024 * 1024

    private enum Descriptor {
        static let body: Int32 = 3
        static let headers: Int32 = 4
    }

    /// Sends a request and waits for its reply.
    ///
    /// - Throws: ``EmulatorError`` when no reply came, with `curl`'s words.
    func send(_ call: Call) throws -> Answer {
        #if os(Linux)
        let (settings, body, head, reply, words) = try failing {
            (try SpoolFile(), try SpoolFile(), try SpoolFile(), try SpoolFile(), try SpoolFile())
        }
        try failing {
            try settings.append(configuration(call).utf8)
            try body.append(call.body ?? [])
        }
        settings.rewind()
        body.rewind()
        let child: ChildProcess
        do {
            child = try ChildProcess(
                "curl",
                ["curl", "--disable", "--config", "-"],
                variables: Self.environment,
                breaksPipes: true,
                redirected: [
                    (settings.descriptor, 0), (reply.descriptor, 1), (words.descriptor, 2),
                    (body.descriptor, Descriptor.body), (head.descriptor, Descriptor.headers),
                ]
            )
        } catch {
            throw EmulatorError("curl cannot be started: \(error.reason). Install it: apt-get install curl")
        }
        guard child.wait() == 0 else {
            let text = String(decoding: words.bytes(atMost: 4096), as: UTF8.self).trimmed
            throw EmulatorError(text.isEmpty ? "curl failed" : text.replacing("\n", with: " "))
        }
        guard let (status, fields) = Self.head(String(decoding: head.bytes(atMost: 1 << 20), as: UTF8.self)) else {
            throw EmulatorError("what answered is no HTTP server")
        }
        guard reply.size <= Self.longestBody else {
            throw EmulatorError("the reply is longer than \(Self.longestBody) bytes")
        }
        return Answer(status: status, headers: fields, body: reply.bytes())
        #else
        throw EmulatorError("this needs Linux; elsewhere 'exo-emulator control' calls the emulator")
        #endif
    }

    private func failing<Result>(_ body: () throws -> Result) throws -> Result {
        do { return try body() } catch let error as ServerError { throw EmulatorError(error.message) }
    }

    /// What curl reads from its standard input.
    private func configuration(_ call: Call) -> String {
        var lines = [
            "url = \(Self.quoted(call.url))", "silent", "show-error", "path-as-is", "globoff",
            "max-time = \(call.seconds)", "max-filesize = \(Self.longestBody)",
            "dump-header = \"/dev/fd/\(Descriptor.headers)\"",
            call.method == "HEAD" ? "head" : "request = \(Self.quoted(call.method))",
        ]
        if let file = call.authorityFile { lines.append("cacert = \(Self.quoted(file))") }
        if call.isLocal { lines.append("noproxy = \"*\"") }
        var names: Set<String> = []
        for field in call.headers {
            names.insert(field.name.lowercased())
            // With a colon, a field without a value would be taken away.
            let text = field.value.isEmpty ? "\(field.name);" : "\(field.name): \(field.value)"
            lines.append("header = \(Self.quoted(text))")
        }
        // What curl would add by itself.
        for name in ["Accept", "User-Agent", "Expect", "Content-Type"] where !names.contains(name.lowercased()) {
            lines.append("header = \"\(name):\"")
        }
        if call.body != nil { lines.append("data-binary = \"@/dev/fd/\(Descriptor.body)\"") }
        return lines.map { $0 + "\n" }.joined()
    }

    private static func quoted(_ text: String) -> String {
        let plain = text.replacing("\\", with: "\\\\").replacing("\"", with: "\\\"")
        return "\"\(plain.filter { !"\r\n\0".contains($0) })\""
    }

    /// Status and fields of the last of the heads that came, after those of proxies and of 100 Continue.
    static func head(_ text: String) -> (Int, [ServerRequest.Field])? {
        let lines = text.split(whereSeparator: \.isNewline).map(String.init)
        guard let start = lines.lastIndex(where: { $0.hasPrefix("HTTP/") }) else { return nil }
        let words = lines[start].split(separator: " ")
        guard words.count > 1, let status = Int(words[1]) else { return nil }
        let fields = lines[(start + 1)...].compactMap { line -> ServerRequest.Field? in
            guard let colon = line.firstIndex(of: ":") else { return nil }
            let value = String(line[line.index(after: colon)...])
            return ServerRequest.Field(String(line[..<colon]), value.trimmed)
        }
        return (status, fields)
    }

    private static var environment: [String] {
        let names = [
            "PATH", "HTTPS_PROXY", "https_proxy", "NO_PROXY", "no_proxy", "SSL_CERT_FILE", "SSL_CERT_DIR",
            "CURL_CA_BUNDLE",
        ]
        return names.compactMap { (name: String) -> String? in
            guard let value = unsafe getenv(name) else { return nil }
            return unsafe "\(name)=\(String(cString: value))"
        }
    }
}
