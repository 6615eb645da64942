#if os(Linux)
/// What the first process of a box is handed by the one that started it.
struct BoxPlace: Sendable {
    /// A descriptor that ends with the process outside.
    var line: Int32
    /// The sockets outside, in the order of `--expose`.
    var doors: [Int32]
    /// The folder of the box.
    var folder: BoxFolder

    /// All of it in one word of a command line.
    var word: String { ([line] + doors).map { String($0) }.joined(separator: ",") + ":" + folder.path }
}

extension BoxPlace {
    /// Reads such a word; `nil` when it is none.
    init?(_ word: String) {
        guard let colon = word.firstIndex(of: ":") else { return nil }
        let numbers = word[..<colon].split(separator: ",").compactMap { Int32($0) }
        guard let line = numbers.first else { return nil }
        self.init(
            line: line,
            doors: Array(numbers.dropFirst()),
            folder: BoxFolder(path: String(word[word.index(after: colon)...]))
        )
    }
}
#endif
