internal import ExoCrypto
internal import ExoJSON
internal import Synchronization

#if canImport(FoundationEssentials)
internal import FoundationEssentials
#else
internal import Foundation
#endif

/// Which of many calls were begun and how they ended, on disk, so that a run can be resumed after any end.
///
/// A beginning is on disk before its call is sent. Calls stand in it as keyed digests of tenant, cmdlet, parameters and line; the
/// key lies beside it in a file that only its owner can read (`FILE.key`), so that a password that somebody guesses cannot be
/// held against it. A call that was begun and has no end is of unknown outcome.
public final class BulkJournal: Sendable {
    /// What is known of a call.
    enum State: UInt8, Sendable {
        case begun, done, failed, unknown
        /// It was done, and a later run gave the same object of the same line other values.
        case replaced
    }

    /// Where a call stood in its table.
    struct Place: Sendable {
        var line: Int
        var key: JournalKey
    }

    /// What tells a call from others, with its line or fleet member and without.
    struct Identity: Sendable {
        var key: JournalKey
        var call: JournalKey
        /// The object that it sets values of; `nil` for a cmdlet that does more than that.
        var object: JournalKey?
    }

    /// Where it is.
    public let path: String
    /// What was found when it was opened that a person may want to know, such as a last line that was cut off.
    public let notes: [String]
    private let subject: [UInt8]
    private let secret: [UInt8]
    private let file: JournalFile
    private let states: Mutex<[JournalKey: State]>
    /// Where calls stood in earlier runs, by what they do whatever their line.
    private let places: [JournalKey: [Place]]
    /// Which run this is, counted from 1.
    private let run: Int
    /// Calls of earlier runs that stand where they stood.
    private let met = Mutex<Set<JournalKey>>([])

    /// Begins a journal.
    ///
    /// - Parameters:
    ///   - path: Where; no file may be there.
    ///   - tenantID: The tenant that the calls are for.
    ///   - cmdlet: The cmdlet that is called.
    /// - Returns: The journal; nobody else can use it as long as it lives.
    /// - Throws: ``JournalError``.
    public static func begin(at path: String, tenantID: String, cmdlet: String) throws -> BulkJournal {
        let file = try JournalFile(creating: path)
        do {
            let secret = try JournalFile.makeKey(beside: path)
            let header = JournalHeader(tenantID: tenantID, cmdlet: cmdlet, keyMark: try mark(of: secret))
            try file.append(header.line)
            return BulkJournal(path, header, secret, file, [:], places: [:], run: 1, notes: [])
        } catch {
            throw JournalError(.inaccessible, "the journal \(path) cannot be begun: \(error)")
        }
    }

    /// Goes on with a journal.
    ///
    /// - Parameters:
    ///   - path: Where it is.
    ///   - tenantID: The tenant that the calls are for; a journal of another tenant is refused.
    ///   - cmdlet: The cmdlet that is called.
    /// - Returns: The journal; nobody else can use it as long as it lives.
    /// - Throws: ``JournalError``.
    public static func resume(at path: String, tenantID: String, cmdlet: String) throws -> BulkJournal {
        let file = try JournalFile(opening: path)
        let (bytes, wasCut) = try file.wholeLines()
        var reader = JournalReader(bytes, path: path)
        let header = try reader.header()
        guard header.tenantID == tenantID.lowercased() else {
            throw JournalError(
                .otherTenant,
                "the journal \(path) is of tenant \(header.tenantID), and this connection is to \(tenantID)"
            )
        }
        guard header.cmdlet.lowercased() == cmdlet.lowercased() else {
            throw JournalError(.otherCmdlet, "the journal \(path) is of \(header.cmdlet), not of \(cmdlet)")
        }
        guard let secret = try JournalFile.key(beside: path), try mark(of: secret) == header.keyMark else {
            throw JournalError(
                .keyMissing,
                "the file \(path).key is gone, or not the one that the journal was written with; without it nobody can tell "
                    + "which calls are done"
            )
        }
        var notes: [String] = []
        let states = try reader.states()
        if wasCut {
            // Only now is it known to be a journal, and this call's.
            try file.cut(to: bytes.count)
            notes.append("the last line of the journal was cut off: it began nothing, or an end is unknown now")
        }
        return BulkJournal(
            path,
            header,
            secret,
            file,
            states,
            places: reader.places,
            run: reader.lastRun + 1,
            notes: notes
        )
    }

    private init(
        _ path: String,
        _ header: JournalHeader,
        _ secret: [UInt8],
        _ file: JournalFile,
        _ states: [JournalKey: State],
        places: [JournalKey: [Place]],
        run: Int,
        notes: [String]
    ) {
        self.path = path
        self.notes = notes
        self.secret = secret
        self.file = file
        self.states = Mutex(states)
        self.places = places
        self.run = run
        subject = Array("\(header.tenantID)\n\(header.cmdlet.lowercased())\n".utf8)
    }

    /// How many calls were begun whose end is not known.
    public var unknownCount: Int { states.withLock { $0.values.count { $0 == .begun || $0 == .unknown } } }

    /// How many calls are known to be done.
    public var doneCount: Int { states.withLock { $0.values.count { $0 == .done } } }

    /// What a key is made of its secret's digest, so that another file's is noticed.
    private static func mark(of secret: [UInt8]) throws -> String {
        JournalKey(digest: try HMAC.sha256("exo bulk journal".utf8, key: secret)).text
    }

    /// What tells a call from others; a call of an earlier run is noted as met.
    func identity(of cmdlet: BoundCmdlet, line: Int) throws -> Identity {
        let bytes = cmdlet.identifyingBytes(without: BoundCmdlet.telling)
        let key = try key(of: cmdlet, bytes, behind: "\(line)\n")
        if state(of: key) != nil, !places.isEmpty { met.withLock { _ = $0.insert(key) } }
        let object = try cmdlet.objectBytes.map { try self.key(of: Array("object\n".utf8) + $0) }
        return Identity(key: key, call: try call(bytes), object: object)
    }

    /// What tells a cmdlet for one member of a fleet from others.
    func identity(of cmdlet: BoundCmdlet, name: String) throws -> Identity {
        let bytes = cmdlet.identifyingBytes(without: BoundCmdlet.telling)
        return Identity(key: try key(of: cmdlet, bytes, behind: "\(name.lowercased())\n"), call: try call(bytes))
    }

    /// Whether earlier runs of a fleet were of the cmdlet with other parameters.
    func isOfOtherParameters(than cmdlet: BoundCmdlet) throws -> Bool {
        guard !places.isEmpty else { return false }
        return places[try call(cmdlet.identifyingBytes(without: BoundCmdlet.telling))] == nil
    }

    /// The key of what these bytes do, whatever the place.
    private func call(_ bytes: [UInt8]) throws -> JournalKey { try key(of: Array("call\n".utf8) + bytes) }

    /// The key of a call that these bytes tell from others of its place; the one that an older exo made of it where the journal has
    /// that.
    private func key(of cmdlet: BoundCmdlet, _ bytes: [UInt8], behind place: String) throws -> JournalKey {
        let start = Array(place.utf8)
        let key = try key(of: start + bytes)
        guard state(of: key) == nil else { return key }
        let former = try self.key(of: start + cmdlet.identifyingBytes(without: ["confirm"]))
        return state(of: former) == nil ? key : former
    }

    /// The key of a call that these bytes tell from others.
    private func key(of bytes: [UInt8]) throws -> JournalKey {
        JournalKey(digest: try HMAC.sha256(subject + bytes, key: secret))
    }

    /// The line at which this call stood in an earlier run, where it stands there no more: the rows have moved since.
    ///
    /// A row that was changed is a call that nobody made yet, and one that is there twice are two. What failed, or was replaced, is
    /// not there to be done twice.
    func formerLine(of identity: Identity, at line: Int) -> Int? {
        places[identity.call]?.first { place in
            guard place.line != line, let state = state(of: place.key), state != .failed, state != .replaced else {
                return false
            }
            return place.line > line || !met.withLock { $0.contains(place.key) }
        }?.line
    }

    /// What is known of a call; `nil` for nothing.
    func state(of key: JournalKey) -> State? { states.withLock { $0[key] } }

    /// Notes that calls begin; returns when that is on disk.
    ///
    /// - Parameter calls: What tells them from others, and their lines; 0 for the members of a fleet.
    /// - Throws: ``JournalError``; none of them may be sent then.
    func begin(_ calls: [(identity: Identity, line: Int)]) async throws {
        guard !calls.isEmpty else { return }
        var bytes: [UInt8] = []
        for (identity, line) in calls {
            let object = identity.object.map { ",\"object\":\"\($0.text)\"" } ?? ""
            let more = ",\"call\":\"\(identity.call.text)\"\(object)" + (run > 1 ? ",\"run\":\(run)" : "")
            bytes += "{\"begin\":\"\(identity.key.text)\",\"line\":\(line)\(more)}\n".utf8
        }
        try await file.appendLastingly(bytes)
        states.withLock { states in for call in calls { states[call.identity.key] = .begun } }
    }

    /// Notes how a call ended; it is on disk with the next beginning, or at the end.
    func note(_ end: End) throws {
        let why = end.code.map { ",\"code\":\"\($0)\"" } ?? ""
        try file.append(
            Array("{\"end\":\"\(end.key.text)\",\"line\":\(end.line),\"outcome\":\"\(end.state)\"\(why)}\n".utf8)
        )
        states.withLock { $0[end.key] = end.state }
    }

    /// Has everything on disk.
    func flush() throws { try file.flush() }
}

extension BoundCmdlet {
    /// The parameters that every cmdlet has and that change nothing of what it does.
    fileprivate static let telling: Set = [
        "confirm", "debug", "erroraction", "errorvariable", "informationaction", "informationvariable", "outbuffer",
        "outvariable", "pipelinevariable", "progressaction", "verbose", "warningaction", "warningvariable",
    ]

    /// What tells it from other calls: its parameters in an order of their own, and its secrets.
    ///
    /// Whether somebody is asked before it is done, and what is told of it, makes no other call of it: what was done after a yes is
    /// not done again without.
    fileprivate func identifyingBytes(without names: Set<String>) -> [UInt8] {
        var object = bound.object
        object.members.removeAll { names.contains($0.name.lowercased()) }
        object.members.sort { $0.name < $1.name }
        var bytes = JSONValue.object(object).serialized()
        for (name, secret) in bound.secrets {
            bytes += "\n\(name)=".utf8
            bytes += secret.withBytes { span in span.indices.map { span[$0] } }
        }
        return bytes
    }

    /// What names the object that it gives values, which another call with other values may undo; `nil` for a cmdlet that does more
    /// than set values.
    ///
    /// What it adds to a list or takes out counts as a value: a list holds a value once, so that doing it again changes nothing where
    /// nothing undid it.
    fileprivate var objectBytes: [UInt8]? {
        guard ["Set-", "Update-"].contains(where: { name.hasPrefix($0) }) else { return nil }
        return Array((bound.object["Identity"] ?? .null).text().lowercased().utf8)
    }
}
