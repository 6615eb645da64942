internal import CEditLine

/// Reads lines from a terminal, with the keys, history and completion of every shell, by libedit.
///
/// One at a time: the terminal is the process's. It belongs to the task that made it.
@safe
package final class LineEditor {
    /// What came of reading.
    package enum Reply: Equatable {
        case line(String)
        /// Ctrl-C: what was typed is given up.
        case interrupted
        /// Ctrl-D on an empty line.
        case end
    }

    /// What the Tab key does.
    package struct Completion {
        /// How many characters before the cursor go.
        package var removed: Int
        /// What comes in their place; nothing shows the listing.
        package var insertion: String
        /// What may come, as lines.
        package var listing: String?

        package init(removed: Int = 0, insertion: String = "", listing: String? = nil) {
            self.removed = removed
            self.insertion = insertion
            self.listing = listing
        }
    }

    // Made in `init`, freed in `deinit`, never copied: the library keeps its address.
    private let state: UnsafeMutablePointer<exo_editor>
    private let completion: (String) -> Completion

    /// Opens the terminal; `nil` where the library is not there, or the terminal cannot be used.
    ///
    /// - Parameters:
    ///   - program: The program's name.
    ///   - historySize: How many lines are remembered.
    ///   - completion: What may follow a text, which ends at the cursor.
    package init?(program: String, historySize: Int, completion: @escaping (String) -> Completion) {
        self.completion = completion
        unsafe state = UnsafeMutablePointer<exo_editor>.allocate(capacity: 1)
        unsafe state.initialize(to: exo_editor())
        guard unsafe exo_edit_load(state) != 0 else { return nil }
        // The callback is called within `read` alone, while this object is alive.
        unsafe state.pointee.owner = unsafe Unmanaged.passUnretained(self).toOpaque()
        unsafe state.pointee.complete = { owner, text, length in
            guard let owner = unsafe owner, let text = unsafe text else { return unsafe exo_edit_completion() }
            let editor = unsafe Unmanaged<LineEditor>.fromOpaque(owner).takeUnretainedValue()
            let bytes = unsafe UnsafeRawBufferPointer(start: text, count: Int(length))
            let found = editor.completion(unsafe String(decoding: bytes, as: UTF8.self))
            var answer = unsafe exo_edit_completion()
            unsafe answer.removed = Int32(found.removed)
            unsafe answer.insertion = exo_edit_copy(found.insertion)
            if let listing = found.listing { unsafe answer.listing = exo_edit_copy(listing) }
            return unsafe answer
        }
        guard unsafe exo_edit_open(state, program, Int32(historySize)) != 0 else { return nil }
    }

    deinit {
        unsafe exo_edit_close(state)
        unsafe state.deallocate()
    }

    /// Reads a line.
    package func read(prompt: String) -> Reply {
        var length: Int32 = 0
        let text = unsafe exo_edit_read(state, prompt, &length)
        if unsafe state.pointee.interrupted != 0 { return .interrupted }
        guard let text = unsafe text, length > 0 else { return .end }
        // The text is the library's and good until it reads again.
        let bytes = unsafe UnsafeRawBufferPointer(start: text, count: Int(length))
        var line = unsafe String(decoding: bytes, as: UTF8.self)
        while line.last?.isNewline == true { line.removeLast() }
        return .line(line)
    }

    /// Adds a line to what the arrow keys bring back.
    package func remember(_ line: String) { unsafe exo_edit_remember(state, line) }
}
