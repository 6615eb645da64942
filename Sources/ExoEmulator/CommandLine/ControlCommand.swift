#if canImport(Darwin)
import Darwin
#else
import Glibc
#endif

/// Calls the control API of the emulator that runs, by `curl`, which takes this process's place.
struct ControlCommand: Sendable, Equatable {
    /// The HTTP method.
    var method: String
    /// What is called, below `/_emulator/`.
    var path: String
    /// The JSON body; `-` stands for standard input.
    var body: String?

    /// The words of the command line of `curl`.
    func words(url: String, authorityFile: String) -> [String] {
        var words = ["curl", "--silent", "--show-error", "--fail-with-body", "--cacert", authorityFile]
        words += ["--request", method]
        if method != "GET" {
            words += ["--header", "Content-Type: application/json"]
            words += body == "-" ? ["--data-binary", "@-"] : ["--data-raw", body ?? "{}"]
        }
        return words + ["\(url)/_emulator/\(path)"]
    }

    /// Does not return when `curl` could be started.
    ///
    /// - Throws: ``EmulatorError``.
    func run(url: String, authorityFile: String) throws {
        let words = words(url: url, authorityFile: authorityFile)
        var pointers: [UnsafeMutablePointer<CChar>?] = unsafe words.map { unsafe strdup($0) }
        unsafe pointers.append(nil)
        _ = unsafe execvp("curl", pointers)
        throw EmulatorError("'control' needs curl, which is not on the path: apt-get install curl")
    }
}
