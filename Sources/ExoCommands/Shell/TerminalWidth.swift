#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#else
import Darwin
#endif

/// How wide the terminal is now; a person may change it between two lines.
enum TerminalWidth {
    /// The cells of a line; `nil` where no terminal says.
    static func now() -> Int? {
        var size = winsize()
        for descriptor: Int32 in [1, 2] where ioctl(descriptor, UInt(TIOCGWINSZ), &size) == 0 && size.ws_col > 0 {
            return Int(size.ws_col)
        }
        return nil
    }
}
