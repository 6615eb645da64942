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
    private static let mostAddresses = 1000

    private let failures = Mutex<[String: [Date]]>([:])

    /// Whether an address may try a code.
    func allows(_ address: String, at now: Date) -> Bool {
        failures.withLock { failures in
            let recent = (failures[address] ?? []).filter { Self.isRecent($0, now) }
            failures[address] = recent.isEmpty ? nil : recent
            return recent.count < Self.limit
        }
    }

    /// Notes a wrong code.
    func noteFailure(of address: String, at now: Date) {
        failures.withLock { failures in
            if failures.count >= Self.mostAddresses {
                failures = failures.filter { $0.value.contains { Self.isRecent($0, now) } }
            }
            failures[address, default: []].append(now)
        }
    }

    private static func isRecent(_ date: Date, _ now: Date) -> Bool {
        abs(now.timeIntervalSince(date)) < window
    }
}
