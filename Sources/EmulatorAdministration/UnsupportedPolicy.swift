/// A condition, grant or session control of a policy that the emulator cannot evaluate.
package struct UnsupportedPolicy: Error {
    /// Which one.
    package let reason: String

    init(_ reason: String) { self.reason = reason }
}
