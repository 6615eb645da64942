import Testing

@testable import CmdletCatalogue

/// Damaged facts are missing facts, never a crash.
struct DamageTests {
    /// Reads everything there is.
    private func readAll(_ bytes: [UInt8]) -> Int {
        bytes.withUnsafeBytes { buffer in
            let blob = CatalogueBlob(buffer)
            var found = 0
            for name in ["cmdlets", "functions", "types", "edm", "other", "roles"] {
                guard let section = blob.section(name) else { continue }
                for place in stride(from: 0, to: min(section.count, 3_000), by: 7) {
                    if blob.value(place, of: section) != nil { found += 1 }
                    if let key = blob.key(place, of: section), blob.entry(key, in: section) != nil { found += 1 }
                }
            }
            return found
        }
    }

    private static let whole = CatalogueBlob.embeddedBytes

    @Test func readsTheWhole() {
        #expect(readAll(Self.whole) > 300)
    }

    @Test(arguments: [0, 1, 7, 8, 12, 27, 28, 29, 60, 400, 5_000, 60_000, 200_000, 500_000, 800_000])
    func survivesACut(_ size: Int) {
        #expect(readAll(Array(Self.whole.prefix(size))) <= readAll(Self.whole))
    }

    @Test func survivesWrongBytes() {
        var state: UInt64 = 0x9E37_79B9_7F4A_7C15
        func next() -> UInt64 {
            state ^= state << 13
            state ^= state >> 7
            state ^= state << 17
            return state
        }
        for round in 0..<4 {
            var bytes = Self.whole
            // The header and the indexes are hit in every round, the rest by chance.
            for _ in 0..<200 { bytes[8 + Int(next() % 400)] = UInt8(truncatingIfNeeded: next()) }
            if round % 2 == 0 { bytes = Array(Self.whole.prefix(300)) + bytes.dropFirst(300) }
            for _ in 0..<20_000 {
                bytes[300 + Int(next() % UInt64(bytes.count - 300))] = UInt8(truncatingIfNeeded: next())
            }
            _ = readAll(bytes)
        }
    }

    @Test func readsNothingFromOtherBytes() {
        #expect(readAll(Array(repeating: 0xFF, count: 5_000)) == 0)
        #expect(readAll(Array(repeating: 0, count: 5_000)) == 0)
    }
}
