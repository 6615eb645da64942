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

    /// The help text.
    static let help = """
        USAGE: exo-emulator control [options] METHOD CALL [JSON|-]
        Calls the control API of the emulator that runs, by curl; - reads the JSON from
        standard input. docs/emulator.md has every call and what its JSON may hold.
          GET clock              its time; POST moves, stops or resets it
          GET settings           the switches; PATCH sets them
          GET faults             what goes wrong on purpose; POST sets, DELETE clears
          GET status             what it is and has; POST stop ends it
          GET users/UPN          a user; PATCH changes it, POST users/UPN/revoke
          GET tenants, policies, relationships, issuers, keys
          GET signins, requests  what was asked for lately; DELETE forgets it
          POST tokens            a token, also with a fault
          GET export             the store; POST import, reset, seed
        --port, --home and --url find the emulator, as for other commands.
        EXAMPLES
          exo-emulator control GET clock
          exo-emulator control POST clock '{"advanceSeconds": 3600}'
          exo-emulator control PATCH settings '{"tokenLifetime": 600}'
          exo-emulator control --url https://localhost:9443 DELETE requests

        """
}
