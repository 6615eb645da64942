/// What PowerShell takes for a quote, a dash or the end of a word, typographic forms included.
extension Unicode.Scalar {
    /// A straight or curly single quote.
    var isSingleQuote: Bool { "'\u{2018}\u{2019}\u{201A}\u{201B}".unicodeScalars.contains(self) }
    /// A straight or curly double quote.
    var isDoubleQuote: Bool { "\"\u{201C}\u{201D}\u{201E}".unicodeScalars.contains(self) }
    /// A hyphen, an en dash, an em dash or a horizontal bar.
    var isDash: Bool { "-\u{2013}\u{2014}\u{2015}".unicodeScalars.contains(self) }
    /// A blank within a line.
    var isBlank: Bool { self == " " || self == "\t" || self == "\u{A0}" || self == "\u{85}" || self == "\u{3000}" }
    /// The end of a line.
    var isLineBreak: Bool { self == "\n" || self == "\r" }
    /// Whether a word without quotes ends before it.
    var endsWord: Bool { isBlank || isLineBreak || "&(),;{|}".unicodeScalars.contains(self) }
    /// Whether the name of a parameter or variable may begin with it.
    var startsName: Bool { properties.isAlphabetic || self == "_" || self == "?" }
    /// Whether the name of a variable goes on with it.
    var continuesName: Bool { startsName || ("0"..."9").contains(self) || self == ":" }
}
