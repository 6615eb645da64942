/// The version of both programs.
package enum EmulatorVersion {
    package static let current = "0.1.0"
}
