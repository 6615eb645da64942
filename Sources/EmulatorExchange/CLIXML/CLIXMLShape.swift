import ExoJSON
import Synchronization

/// What the rows of a shape have in common within a page of several rows, written once: the markup of each property, and how
/// it stands where an object says nothing of it.
struct CLIXMLShape: Sendable {
    /// How deep the properties of a row of several lie.
    static let depth = 5

    /// Every member as it is when the object says nothing.
    let fallbackText: [UInt8]
    /// Where the members begin in that text, and where it ends.
    let fallbackStarts: [Int]
    /// Where numbers of objects stand in that text, which differ from row to row.
    let holes: [Int]
    /// For each property the first hole at or behind it.
    let firstHoles: [Int]
    /// The attribute with the name of each property.
    let attributes: [[UInt8]]

    /// Whether a member is in that text; what is more than a plain value or a list of texts is written each time.
    let isPrepared: [Bool]

    init(_ properties: [PropertyShape]) {
        var writer = CLIXMLWriter(recordsHoles: true)
        var starts = [0]
        var firstHoles = [0]
        var isPrepared: [Bool] = []
        attributes = properties.map { property in
            var bytes = Array(#" N=\""#.utf8)
            CLIXMLText.append(property.name, isAttribute: true, isInJSON: true, to: &bytes)
            return bytes + Array(#"\""#.utf8)
        }
        for (place, property) in properties.enumerated() {
            isPrepared.append(writer.member(property.fallback, of: property, attributes[place], isPlainOnly: true))
            starts.append(writer.bytes.count)
            firstHoles.append(writer.holes.count)
        }
        fallbackText = writer.bytes
        fallbackStarts = starts
        holes = writer.holes
        self.firstHoles = firstHoles
        self.isPrepared = isPrepared
    }

    /// Makes itself when it is asked for the first time.
    final class Cache: Sendable {
        private let made = Mutex<CLIXMLShape?>(nil)

        func shape(_ properties: [PropertyShape]) -> CLIXMLShape {
            made.withLock { made in
                if let made { return made }
                let shape = CLIXMLShape(properties)
                made = shape
                return shape
            }
        }
    }
}
