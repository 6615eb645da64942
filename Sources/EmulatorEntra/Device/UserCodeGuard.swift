import Synchronization

#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif

/// Keeps anybody from finding user codes by trying.
final class UserCodeGuard: Sendable {
    /// Wrong codes within the window after which no code is looked at.
    static let limit = 20
    private static let window: TimeInterval = 300
    private static let mostVisitors = 1000

    private let failures = Mutex<[String: [Date]]>([:])

    /// Whether a visitor may try a code.
    func allows(_ visitor: String, at now: Date) -> Bool {
        failures.withLock { failures in
            let recent = (failures[visitor] ?? []).filter { Self.isRecent($0, now) }
            failures[visitor] = recent.isEmpty ? nil : recent
            return recent.count < Self.limit
        }
    }

    /// Notes a wrong code.
    func noteFailure(of visitor: String, at now: Date) {
        failures.withLock { failures in
            if failures.count >= Self.mostVisitors {
                failures = failures.filter { $0.value.contains { Self.isRecent($0, now) } }
            }
            if failures.count >= Self.mostVisitors, failures[visitor] == nil,
                let idlest = failures.min(by: { ($0.value.last ?? now) < ($1.value.last ?? now) })
            {
                failures[idlest.key] = nil
            }
            failures[visitor, default: []].append(now)
        }
    }

    /// Forgets every wrong code.
    func removeAll() { failures.withLock { $0 = [:] } }

    private static func isRecent(_ date: Date, _ now: Date) -> Bool {
        abs(now.timeIntervalSince(date)) < window
    }
}
