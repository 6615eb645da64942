/// What is asked of a place before tokens are read from it or written into it, and what is said where it fails.
enum StorePrivacy {
    /// Makes the folder of a file where there is none, and asks of it what ``checkFolder(of:)`` asks.
    ///
    /// - Throws: ``TokenError`` with code `storeFailed`.
    static func makeFolder(of path: String) throws {
        do { try LocalFile.makeFolder(LocalFile.folder(of: path)) } catch let error as LocalFileError {
            throw failure("make the folder of", path, error)
        }
        try checkFolder(of: path)
    }

    /// Asks that nobody else can change what is in the folder of a file.
    ///
    /// - Throws: ``TokenError`` with code `storeFailed`.
    static func checkFolder(of path: String) throws {
        let facts: FileFacts?
        let folder: String
        do {
            folder = LocalFile.folder(of: try LocalFile.target(of: path))
            facts = try LocalFile.facts(folder)
        } catch let error as LocalFileError {
            throw failure("look at the folder of", path, error)
        }
        guard let facts else { return }
        guard facts.isOwn || facts.isRoots else {
            throw refusal("the folder \(shown(folder)) belongs to another user", "keep tokens in a folder of your own")
        }
        guard facts.mode & 0o022 == 0 else {
            throw refusal("others can change what is in the folder \(shown(folder))", "chmod go-w '\(shown(folder))'")
        }
    }

    /// Asks that a file is the user's and nobody else can read or change it.
    ///
    /// - Throws: ``TokenError`` with code `storeFailed`.
    static func check(_ facts: FileFacts, _ path: String) throws {
        let file = shown(path)
        switch facts.kind {
        case .file: break
        case .folder: throw refusal("\(file) is a folder", "name a file in it")
        case .other: throw refusal("\(file) is no plain file", "name a file")
        }
        guard facts.isOwn else {
            throw refusal("the token cache \(file) belongs to another user", "keep tokens in a file of your own")
        }
        guard facts.mode & 0o077 == 0 else {
            let what = facts.mode & 0o022 == 0 ? "read" : "changed"
            throw refusal(
                "the token cache \(file) can be \(what) by others, so its tokens are not used",
                "chmod 600 '\(file)'   (and sign in again if others may have read it)"
            )
        }
    }

    /// What the system does not do, in words.
    static func failure(_ action: String, _ path: String, _ error: LocalFileError) -> TokenError {
        let place = error.path.map { " (\(shown($0)))" } ?? ""
        let reason = error.limit.map { "it is longer than \($0) bytes" } ?? "\(error)"
        let repair: Repair? =
            if error.isForWantOfRoom {
                "make room on the disk; what was kept before is still there"
            } else if error.isForWantOfPermission {
                "let your user write there, or keep the tokens in another place"
            } else if error.isOverwritten {
                "run it again; the file was left as it is"
            } else {
                nil
            }
        return TokenError(
            code: .storeFailed,
            message: "cannot \(action) the token cache \(shown(path))\(place): \(reason)",
            repair: repair,
            cause: error
        )
    }

    /// An error about a text, with the file in which it stands.
    static func inFile(_ error: TokenError, _ path: String) -> TokenError {
        var error = error
        error.message += " (\(shown(path)))"
        return error
    }

    private static func refusal(_ message: String, _ repair: String) -> TokenError {
        TokenError(code: .storeFailed, message: message, repair: .advice(repair))
    }

    private static func shown(_ path: String) -> String { SanitizedText.shown(path) }
}
