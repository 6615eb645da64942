import EmulatorCore
import ExoJSON

#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif

/// A folder with what is in it.
struct MailboxFolder: Sendable {
    /// `/Inbox/Reports`; what stands beside the visible folders has a path of its own as well.
    let path: String
    /// The same in the language that the mailbox's folders are named in.
    var shownPath: String
    let type: String
    let containerClass: String
    let created: ServiceDate
    let hiddenItems: Int
    /// The mailbox, and whether it is the archive: what makes the folder's id.
    let seed: String
    /// Whether it stands beside what people see and what is kept of it.
    var isBeside = false
    var items = 0
    var size: Int64 = 0
    var oldest: ServiceDate?
    var newest: ServiceDate?

    static let root = "/Top of Information Store"
    static let recoverableRoot = "/Recoverable Items"

    var name: String { shownPath.split(separator: "/").last.map(String.init) ?? "" }

    /// The path as identities have it.
    var backslashed: String {
        shownPath.split(separator: "/", omittingEmptySubsequences: false).joined(separator: "\\")
    }

    var isRoot: Bool { path == Self.root }

    /// Whether it is part of what the service keeps of what was deleted.
    var isRecoverable: Bool { Self.isRecoverable(type: type) }

    /// Whether a folder of that type is part of it.
    static func isRecoverable(type: String) -> Bool {
        type.hasPrefix("RecoverableItems") || ["Audits", "CalendarLogging"].contains(type)
    }

    /// Whether a user sees it.
    var isVisible: Bool { !isRecoverable && !isBeside }

    /// The folder's id, in Base64.
    var id: String {
        let numbers = StableNumbers("folder", seed, path.lowercased())
        var bytes: [UInt8] = [0x2E, 0, 0, 0, 0, 0]
        for place in 0..<5 {
            for shift in stride(from: 56, through: 0, by: -8) { bytes.append(UInt8(numbers[place] >> shift & 0xFF)) }
        }
        return Data(bytes + [1, 0]).base64EncodedString()
    }

    /// Whether a folder is this one or below it.
    func holds(_ other: MailboxFolder) -> Bool {
        if isRoot { return other.isVisible }
        if path == Self.recoverableRoot { return other.isRecoverable }
        return other.path == path || other.path.hasPrefix(path + "/")
    }

    /// Counts an item.
    mutating func add(_ item: MailboxItem) {
        items += 1
        size += item.size
        if oldest.map({ item.received < $0 }) ?? true { oldest = item.received }
        if newest.map({ $0 < item.received }) ?? true { newest = item.received }
    }
}
