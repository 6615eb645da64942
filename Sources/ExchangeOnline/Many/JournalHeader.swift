internal import ExoJSON

/// The first line of a journal.
struct JournalHeader: Equatable {
    private static let kind = "exo bulk"
    private static let version: Int64 = 1

    var tenantID: String
    var cmdlet: String
    /// What the key is known by.
    var keyMark: String

    init(tenantID: String, cmdlet: String, keyMark: String) {
        self.tenantID = tenantID.lowercased()
        self.cmdlet = cmdlet
        self.keyMark = keyMark
    }

    /// Reads it; `nil` where it is none, or one of a version that is not known here.
    init?(_ line: ArraySlice<UInt8>) {
        let value: JSONValue
        do { value = try JSONValue(parsing: line) } catch { return nil }
        guard value["journal"]?.stringValue == Self.kind, value["version"]?.integerValue == Self.version,
            let tenantID = value["tenant"]?.stringValue, let cmdlet = value["cmdlet"]?.stringValue,
            let mark = value["key"]?.stringValue
        else { return nil }
        self.init(tenantID: tenantID, cmdlet: cmdlet, keyMark: mark)
    }

    /// It as a line.
    var line: [UInt8] {
        let value: JSONValue = [
            "journal": .string(Self.kind), "version": .integer(Self.version), "tenant": .string(tenantID),
            "cmdlet": .string(cmdlet), "key": .string(keyMark),
        ]
        return value.serialized() + [UInt8(ascii: "\n")]
    }
}
