package import ExoJSON

/// The faults of the emulator, as the portal lists, sets and clears them.
package struct PortalFaults: Sendable {
    /// A kind of fault.
    package struct Kind: Sendable {
        package var name: String
        /// What it does.
        package var meaning: String
        /// What may be said of it alone.
        package var members: [String]

        package init(name: String, meaning: String, members: [String]) {
            self.name = name
            self.meaning = meaning
            self.members = members
        }
    }

    package var kinds: [Kind]
    package var services: [String]
    /// Those that are set, with their numbers.
    package var list: @Sendable () -> [JSONValue]
    /// Sets one; what is wrong with it is thrown as a ``PortalFaultProblem``.
    package var set: @Sendable (JSONObject) throws -> Void
    /// Clears one, or all.
    package var clear: @Sendable (Int?) -> Void

    package init(
        kinds: [Kind],
        services: [String],
        list: @escaping @Sendable () -> [JSONValue],
        set: @escaping @Sendable (JSONObject) throws -> Void,
        clear: @escaping @Sendable (Int?) -> Void
    ) {
        self.kinds = kinds
        self.services = services
        self.list = list
        self.set = set
        self.clear = clear
    }
}

/// What is wrong with a fault that was to be set.
package struct PortalFaultProblem: Error, Sendable {
    package var text: String

    package init(_ text: String) { self.text = text }
}
