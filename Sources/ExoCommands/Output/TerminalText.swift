internal import CCellWidth

/// Texts of the service on a terminal: how wide they are, and nothing in them that steers it.
package enum TerminalText {
    /// The text with every character that could steer a terminal replaced by U+FFFD.
    ///
    /// Those are the control characters C0 and C1, DEL, line and paragraph separators, and the marks that turn the direction
    /// of writing, with which a name could look like another.
    ///
    /// - Parameters:
    ///   - text: The text.
    ///   - keepingLineBreaks: Whether line feeds stay; a table has no room for them.
    /// - Returns: The harmless text.
    package static func neutralised(_ text: String, keepingLineBreaks: Bool = false) -> String {
        guard text.utf8.contains(where: { $0 < 0x20 || $0 == 0x7F || $0 == 0xC2 || $0 == 0xE2 || $0 == 0xD8 }) else {
            return text
        }
        var result = String.UnicodeScalarView()
        for scalar in text.unicodeScalars {
            if keepingLineBreaks, scalar == "\n" {
                result.append(scalar)
            } else if scalar == "\n" || scalar == "\r" || scalar == "\t" {
                result.append(" ")
            } else {
                result.append(steers(scalar) ? "\u{FFFD}" : scalar)
            }
        }
        return String(result)
    }

    /// Whether a scalar could steer a terminal or turn the direction of a line.
    package static func steers(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.value {
        case 0..<0x20, 0x7F..<0xA0, 0x61C, 0x200E, 0x200F, 0x2028...0x202E, 0x2066...0x2069: true
        default: false
        }
    }

    /// How many cells a text takes.
    package static func width(_ text: String) -> Int {
        var isPlain = true
        for byte in text.utf8 where byte >= 0x80 {
            isPlain = false
            break
        }
        return isPlain ? text.utf8.count : text.reduce(0) { $0 + width($1) }
    }

    /// The text cut to a number of cells, the last of them an ellipsis where something was cut.
    package static func cut(_ text: String, to cells: Int) -> String {
        guard width(text) > cells else { return text }
        guard cells > 0 else { return "" }
        var result = ""
        var used = 0
        for character in text {
            let next = width(character)
            guard used + next <= cells - 1 else { break }
            result.append(character)
            used += next
        }
        return result + "…"
    }

    /// The text in lines of so many cells, broken at blanks where there are some.
    package static func wrapped(_ text: String, to cells: Int) -> [String] {
        var lines: [String] = []
        var line = ""
        var used = 0
        for word in text.split(separator: " ", omittingEmptySubsequences: false) {
            let wide = width(String(word))
            if used > 0, used + 1 + wide > cells {
                lines.append(line)
                (line, used) = ("", 0)
            }
            if used > 0 {
                line += " "
                used += 1
            }
            guard wide > cells else {
                line += word
                used += wide
                continue
            }
            for character in word {
                let next = width(character)
                if used + next > cells {
                    lines.append(line)
                    (line, used) = ("", 0)
                }
                line.append(character)
                used += next
            }
        }
        return lines + [line]
    }

    private static func width(_ character: Character) -> Int {
        let scalars = character.unicodeScalars
        guard scalars.count > 1, let first = scalars.first else { return scalars.first.map(width) ?? 0 }
        // One picture, however many characters it is made of: a flag, a family, a hand with its colour, a key with its frame.
        let isPicture =
            first.properties.isEmojiPresentation
            || scalars.contains { $0 == "\u{FE0F}" || $0.properties.isEmojiModifier }
        return isPicture ? 2 : scalars.reduce(0) { $0 + width($1) }
    }

    private static func width(_ scalar: Unicode.Scalar) -> Int {
        let cells = Int(exo_cell_width(scalar.value))
        if cells >= 0 { return cells }
        if scalar.properties.generalCategory == .control { return 0 }
        // Newer than the tables of the C library.
        return scalar.properties.isEmojiPresentation ? 2 : 1
    }
}
