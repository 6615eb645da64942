import HTTPServer

/// The lines of a file, read part by part.
struct FileLines {
    private static let part = 1 << 18

    private let descriptor: Int32
    private let longest: Int
    /// What was read and not yet given, and where it begins in the file.
    private var rest: [UInt8] = []
    private var taken = 0
    private var place = 0
    private var isAtEnd = false

    /// - Parameters:
    ///   - descriptor: The file, read from its beginning whatever others read of it.
    ///   - longest: The greatest length of a line in bytes.
    init(_ descriptor: Int32, longest: Int) {
        self.descriptor = descriptor
        self.longest = longest
    }

    /// The next line without its line feed, and where it begins.
    ///
    /// - Throws: ``EmulatorError`` when a line is too long.
    mutating func next() throws -> (place: Int, line: [UInt8])? {
        var searched = taken
        while true {
            if let end = rest[searched...].firstIndex(of: UInt8(ascii: "\n")) {
                defer { taken = end + 1 }
                return (place + taken, Array(rest[taken..<end]))
            }
            if isAtEnd {
                guard taken < rest.count else { return nil }
                defer { taken = rest.count }
                return (place + taken, Array(rest[taken...]))
            }
            guard rest.count - taken <= longest else {
                throw EmulatorError("a line is longer than \(longest) bytes")
            }
            rest.removeFirst(taken)
            place += taken
            taken = 0
            searched = rest.count
            let more = SpoolFile.bytes(of: descriptor, at: place + rest.count, count: Self.part)
            isAtEnd = more.isEmpty
            rest += more
        }
    }
}
