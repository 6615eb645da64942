/// Why YAML could not be written.
package enum YAMLError: Error, Sendable, Equatable {
    /// libyaml is not installed, or lacks what is needed.
    case noLibrary
    /// libyaml refused a value, as one that has no memory left.
    case failed
}
