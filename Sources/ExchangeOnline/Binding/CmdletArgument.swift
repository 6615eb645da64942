/// One argument of a cmdlet, before it is known which parameter it is for.
package struct CmdletArgument: Sendable {
    /// The name as it was written, without its dash; `nil` for a value that has only its place.
    package var name: String?
    /// The value; `nil` for a name alone, which is a switch or takes the value behind it.
    package var value: PowerShellValue?
    /// Whether the name had a colon with nothing behind it.
    package var isEmptied: Bool
    /// Whether it was typed: PowerShell's conversions between types apply, and a secret would have been seen.
    package var isTyped: Bool

    /// Makes an argument.
    package init(_ name: String?, _ value: PowerShellValue?, isEmptied: Bool = false, isTyped: Bool = false) {
        self.name = name
        self.value = value
        self.isEmptied = isEmptied
        self.isTyped = isTyped
    }
}
