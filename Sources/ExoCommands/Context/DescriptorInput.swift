/// Reads the process's own descriptors.
package struct DescriptorInput: InputSource {
    package init() {}

    package func readAll(descriptor: Int32, limit: Int) throws -> [UInt8] {
        try PrivateFile.readAll(
            descriptor,
            what: descriptor == 0 ? "standard input" : "file descriptor \(descriptor)",
            limit: limit
        )
    }

    package func readLine() throws -> String? { Swift.readLine() }
}
