import EmulatorCore
import ExoJSON
import HTTPServer
import Synchronization

#if canImport(Glibc)
import Glibc
#else
import Darwin
#endif

/// Answers from a recording: a request as it was recorded, else the one that is most like it.
///
/// What was asked several times is answered in the order of the recording, the last answer from then on.
final class Replayer: Sendable {
    private struct Line: Sendable {
        let place: Int
        let count: Int
    }

    private struct Index: Sendable {
        var lines: [String: [Line]] = [:]
        var asked: [String: Int] = [:]
    }

    private static let longestLine = 512 * 1024 * 1024

    private let descriptor: Int32
    private let index: Mutex<Index>
    private let authority: ReplayedAuthority
    /// How many exchanges there are.
    let count: Int

    /// Reads a recording through once, and keeps where each exchange stands.
    ///
    /// - Throws: ``EmulatorError`` with the line that is none.
    init(_ path: String) throws {
        descriptor = unsafe open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else {
            throw EmulatorError("\(path) cannot be read: \(unsafe String(cString: strerror(errno)))")
        }
        var index = Index()
        var count = 0
        var tenantID: String?
        var lines = FileLines(descriptor, longest: Self.longestLine)
        while let (place, line) = try lines.next() {
            guard !line.isEmpty else { continue }
            count += 1
            guard let exchange = RecordedExchange(line) else {
                close(descriptor)
                throw EmulatorError("\(path), line \(count), is no exchange that 'exo-emulator record' wrote")
            }
            tenantID = tenantID ?? ReplayedAuthority.tenant(in: exchange.target)
            let key = exchange.key
            for each in Set([key.whole, key.call, key.kind]) {
                index.lines[each, default: []].append(Line(place: place, count: line.count))
            }
        }
        self.count = count
        authority = ReplayedAuthority(tenantID: tenantID)
        self.index = Mutex(index)
    }

    deinit { close(descriptor) }

    /// Answers a request.
    func respond(to request: ServerRequest) -> ServerResponse {
        let origin = "https://" + (request.header("Host") ?? "localhost")
        let body: RecordedExchange.Body =
            switch Scrubber.Body(request.headers, request.body) {
            case .nothing: .nothing
            case .json(let value): .json(value)
            case .form(let form): .form(form)
            case .text(let text): .text(text)
            case .other(let type, let count): .removed(type: type, count: count)
            }
        let key = RequestKey(method: request.method, target: request.target, body: body)
        for each in [key.whole, key.call, key.kind] {
            guard let exchange = next(each) else { continue }
            var reply = ServerResponse(status: exchange.status, body: exchange.reply.bytes(origin: origin))
            reply.headers = exchange.replyHeaders.map {
                .init($0.name, $0.value.replacing(Scrubber.origin, with: origin))
            }
            return reply
        }
        if let reply = authority.respond(to: request, body, origin: origin) { return reply }
        let cmdlet = CalledCmdlet.name(in: body).map { " of \($0)" } ?? ""
        return .problem(
            501,
            code: "NotRecorded",
            "The recording has no \(request.method) \(request.rawPath)\(cmdlet). Record it, or ask an emulator."
        )
    }

    private func next(_ key: String) -> RecordedExchange? {
        let line = index.withLock { index -> Line? in
            guard let lines = index.lines[key], let last = lines.last else { return nil }
            let turn = index.asked[key] ?? 0
            index.asked[key] = turn + 1
            return turn < lines.count ? lines[turn] : last
        }
        return line.flatMap { RecordedExchange(SpoolFile.bytes(of: descriptor, at: $0.place, count: $0.count)) }
    }
}

/// What a body calls.
private enum CalledCmdlet {
    static func name(in body: RecordedExchange.Body) -> String? {
        guard case .json(let value) = body else { return nil }
        return value["CmdletInput"]?["CmdletName"]?.stringValue
    }
}
