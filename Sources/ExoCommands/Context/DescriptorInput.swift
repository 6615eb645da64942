import Synchronization

/// Reads the process's own descriptors.
package struct DescriptorInput: InputSource {
    package init() {}

    package func readAll(descriptor: Int32, limit: Int) throws -> [UInt8] {
        Interrupt.isReading.store(true, ordering: .relaxed)
        defer { Interrupt.isReading.store(false, ordering: .relaxed) }
        return try PrivateFile.readAll(
            descriptor,
            what: descriptor == 0 ? "standard input" : "file descriptor \(descriptor)",
            limit: limit
        )
    }

    package func readLine() throws -> String? {
        Interrupt.isReading.store(true, ordering: .relaxed)
        defer { Interrupt.isReading.store(false, ordering: .relaxed) }
        return Swift.readLine()
    }
}
