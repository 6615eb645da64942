/// The place in a distributed trace that requests are made for (W3C Trace Context, level 2): passed on as it was given, never
/// invented.
///
/// ```swift
/// try await TraceContext.$current.withValue(TraceContext(traceparent: incoming)) {
///     try await connection.run("Get-OrganizationConfig")
/// }
/// ```
public struct TraceContext: Sendable, Hashable {
    /// The field `traceparent`.
    public let traceparent: String
    /// The field `tracestate`; `nil` where none was given, or one that is not valid.
    public let tracestate: String?

    /// The context of the running task; requests of the task and of those it starts carry it.
    @TaskLocal public static var current: TraceContext?

    /// Reads the fields as they were received; `nil` when `traceparent` is not valid, since then nothing is to be passed on.
    ///
    /// - Parameters:
    ///   - traceparent: Version, trace id, parent id and flags.
    ///   - tracestate: What tracing systems say beside it; left out when it is not valid, as the standard has it.
    public init?(traceparent: String, tracestate: String? = nil) {
        guard Self.isParent(traceparent) else { return nil }
        self.traceparent = traceparent
        self.tracestate = tracestate.flatMap { Self.isState($0) ? $0 : nil }
    }

    /// Adds the fields; those that a request already has stay.
    func apply(to headers: inout HTTPHeaders) {
        guard headers["traceparent"] == nil else { return }
        headers["traceparent"] = traceparent
        headers["tracestate"] = tracestate
    }

    private static func isParent(_ text: String) -> Bool {
        let parts = text.utf8.split(separator: UInt8(ascii: "-"), omittingEmptySubsequences: false)
        guard parts.count >= 4, parts[0].count == 2, parts[1].count == 32, parts[2].count == 16, parts[3].count == 2,
            parts[..<4].allSatisfy({ $0.allSatisfy(isLowercaseHexadecimal) })
        else { return false }
        let isVersionZero = parts[0].elementsEqual("00".utf8)
        guard !parts[0].elementsEqual("ff".utf8), !isVersionZero || parts.count == 4 else { return false }
        // A later version may add fields, of which only the characters are known.
        guard text.utf8.count <= 256, text.utf8.allSatisfy({ $0 > 0x20 && $0 < 0x7F }) else { return false }
        return [parts[1], parts[2]].allSatisfy { $0.contains { $0 != UInt8(ascii: "0") } }
    }

    private static func isLowercaseHexadecimal(_ byte: UInt8) -> Bool {
        (0x30...0x39).contains(byte) || (0x61...0x66).contains(byte)
    }

    /// A list of `key=value`, of at most 32 members and 512 characters, no key twice.
    private static func isState(_ text: String) -> Bool {
        guard !text.isEmpty, text.utf8.count <= 512 else { return false }
        let members = text.utf8.split(separator: UInt8(ascii: ","), omittingEmptySubsequences: false)
            .map { trimmed($0) }.filter { !$0.isEmpty }
        guard !members.isEmpty, members.count <= 32 else { return false }
        var keys: Set<String> = []
        return members.allSatisfy { member in
            guard let sign = member.firstIndex(of: UInt8(ascii: "=")) else { return false }
            let value = member[member.index(after: sign)...]
            return isKey(member[..<sign]) && isValue(value)
                && keys.insert(String(decoding: member[..<sign], as: UTF8.self)).inserted
        }
    }

    private static func trimmed(_ member: Substring.UTF8View) -> Substring.UTF8View {
        var member = member
        while let first = member.first, first == 0x20 || first == 0x09 { member.removeFirst() }
        while let last = member.last, last == 0x20 || last == 0x09 { member.removeLast() }
        return member
    }

    private static func isKey(_ key: Substring.UTF8View) -> Bool {
        guard let first = key.first, key.count <= 256 else { return false }
        let isLetterOrDigit: (UInt8) -> Bool = { (0x61...0x7A).contains($0) || (0x30...0x39).contains($0) }
        return isLetterOrDigit(first) && key.allSatisfy { isLetterOrDigit($0) || "_-*/@".utf8.contains($0) }
    }

    private static func isValue(_ value: Substring.UTF8View) -> Bool {
        guard let last = value.last, value.count <= 256, last != 0x20 else { return false }
        return value.allSatisfy { (0x20...0x7E).contains($0) && $0 != UInt8(ascii: ",") && $0 != UInt8(ascii: "=") }
    }
}
