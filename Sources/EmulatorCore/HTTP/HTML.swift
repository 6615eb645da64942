/// Markup in which text cannot become markup.
///
/// Only a literal in the source enters as it stands; whatever is interpolated is escaped, unless it is markup already.
package struct HTML: Sendable, ExpressibleByStringInterpolation {
    /// The markup as text.
    package private(set) var text: String

    /// Nothing.
    package init() { text = "" }

    /// Makes markup from a literal.
    package init(stringLiteral value: String) { text = value }

    /// Makes markup from an interpolated literal.
    package init(stringInterpolation: StringInterpolation) { text = stringInterpolation.text }

    /// Several pieces one after the other.
    package init(joining parts: [HTML]) { text = parts.map(\.text).joined() }

    /// Collects the pieces of an interpolated literal.
    package struct StringInterpolation: StringInterpolationProtocol {
        fileprivate var text = ""

        package init(literalCapacity: Int, interpolationCount: Int) { text.reserveCapacity(literalCapacity) }

        package mutating func appendLiteral(_ literal: String) { text += literal }

        /// Adds text, escaped for content and for quoted attribute values.
        package mutating func appendInterpolation(_ value: String) { HTML.append(value, to: &text) }

        /// Adds a number.
        package mutating func appendInterpolation(_ value: Int) { text += String(value) }

        /// Adds markup as it is.
        package mutating func appendInterpolation(_ markup: HTML) { text += markup.text }

        /// Adds markup where there is some.
        package mutating func appendInterpolation(_ markup: HTML?) { text += markup?.text ?? "" }
    }

    // A control character is not allowed in a document, not even as a reference; one that turns the direction of writing
    // makes what stands around it look like something else.
    private static func isHarmless(_ scalar: Unicode.Scalar) -> Bool {
        guard !scalar.isASCII else { return scalar.value >= 0x20 && scalar.value != 0x7F }
        return scalar.properties.generalCategory != .control && !scalar.properties.isBidiControl
    }

    private static func append(_ value: String, to text: inout String) {
        for scalar in value.unicodeScalars {
            switch scalar {
            case "&": text += "&amp;"
            case "<": text += "&lt;"
            case ">": text += "&gt;"
            case "\"": text += "&quot;"
            case "'": text += "&#39;"
            case "\t", "\n": text.unicodeScalars.append(scalar)
            default:
                text.unicodeScalars.append(isHarmless(scalar) ? scalar : "\u{FFFD}")
            }
        }
    }
}
