/// A cmdlet and its arguments as they were written, before anything is known of the cmdlet.
package struct CmdletCall: Sendable, Equatable {
    /// The name as it was typed.
    package var name: String
    /// The arguments in their order.
    package var arguments: [PowerShellArgument]

    /// Makes a call.
    package init(name: String, arguments: [PowerShellArgument]) {
        self.name = name
        self.arguments = arguments
    }
}

/// One argument of a cmdlet.
package enum PowerShellArgument: Sendable, Equatable {
    /// `-Name`, with the value that stood behind a colon.
    case parameter(name: String, value: PowerShellValue?)
    /// A value; it belongs to the parameter before it or to a position.
    case value(PowerShellValue)
}
