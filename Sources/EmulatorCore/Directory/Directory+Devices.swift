#if canImport(FoundationEssentials)
package import FoundationEssentials
#else
package import Foundation
#endif

extension Directory {
    package func deviceCode(hash: String) throws -> DeviceCodeRecord? {
        try one(DeviceCodeRecord.self, where: "device_hash = ?", [hash])
    }

    /// The sign-in that a user finishes by typing its code.
    package func deviceCode(userCode: String) throws -> DeviceCodeRecord? {
        try one(DeviceCodeRecord.self, where: "user_code = ?", [userCode])
    }

    /// Adds a device's sign-in or changes the one with its hash.
    package func save(_ device: DeviceCodeRecord) throws {
        try store.write { try $0.upsert(device, key: "device_hash") }
    }

    /// Marks an approved sign-in as redeemed, in one transaction with reading it.
    package func useDeviceCode(hash: String) throws -> Use<DeviceCodeRecord> {
        try store.write { connection in
            guard let device = try connection.record(DeviceCodeRecord.self, where: "device_hash = ?", [hash]) else {
                return .unknown
            }
            guard device.state == .approved else { return .again(device) }
            try connection.execute("UPDATE device_code SET state = 'redeemed' WHERE device_hash = ?", [hash])
            return .first(device)
        }
    }
}

extension Directory {
    /// Lets a device in, unless it was let in or turned away before.
    package func approveDeviceCode(
        hash: String,
        by userID: String,
        sessionID: String,
        authenticationMethods: [String],
        authenticatedOn: Date
    ) throws -> Bool {
        try change(
            """
            UPDATE device_code SET state = 'approved', user_id = ?2, session_id = ?3, authentication_methods = ?4, \
            authenticated_on = ?5 WHERE device_hash = ?1 AND state = 'pending'
            """,
            [hash, userID, sessionID, authenticationMethods.joined(separator: " "), authenticatedOn]
        )
    }

    /// Turns a device away, unless it was let in or turned away before.
    @discardableResult
    package func declineDeviceCode(hash: String) throws -> Bool {
        try change("UPDATE device_code SET state = 'declined' WHERE device_hash = ? AND state = 'pending'", [hash])
    }

    /// Notes when a device asked.
    package func notePoll(ofDevice hash: String, at moment: Date) throws {
        try change("UPDATE device_code SET polled_on = ?2 WHERE device_hash = ?1", [hash, moment])
    }
}
