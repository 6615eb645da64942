/// How often published administrators' scripts use a cmdlet.
package struct UsageFacts: Sendable, Equatable {
    /// The cmdlet.
    package var cmdlet: String
    /// The number of scripts that call it.
    package var scripts: Int
    /// The number of calls.
    package var calls: Int
    /// The parameters in small letters, each with the number of scripts that use it, the most used first.
    package var parameters: [Use]

    /// A parameter and how many scripts use it.
    package struct Use: Sendable, Equatable {
        /// The name in small letters.
        package var name: String
        /// The number of scripts.
        package var scripts: Int
    }

    init(_ cmdlet: String, _ entry: FactValue) {
        self.cmdlet = cmdlet
        self.scripts = entry.number("scripts") ?? 0
        self.calls = entry.number("calls") ?? 0
        self.parameters = entry.members("parameters").map { Use(name: $0.name, scripts: $0.value.number ?? 0) }
    }
}
