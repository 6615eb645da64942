import EntraTokens
import Testing
import TestSupport

#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif
#if canImport(Glibc)
import Glibc
#else
import Darwin
#endif

struct FileTokenStoreTests {
    private let folder: TemporaryFolder
    private let file: String

    init() throws {
        folder = try TemporaryFolder()
        file = "\(folder.path)/tokens"
    }

    private func keep(
        _ token: String,
        in store: FileTokenStore,
        for key: TokenCacheKey = CachedTokens.key()
    ) async throws {
        let reply = try CachedTokens.reply(token, refreshToken: "refresh-\(token)")
        try await store.update { $0.keep(reply, for: key, now: CachedTokens.now) }
    }

    private func token(in store: FileTokenStore) async throws -> String? {
        try await store.read().accessToken(for: CachedTokens.key())?.token
    }

    private func mode(of path: String) -> mode_t {
        var facts = stat()
        return lstat(path, &facts) == 0 ? facts.st_mode : 0
    }

    private func failure(of store: FileTokenStore) async -> TokenError? {
        let error = await #expect(throws: TokenError.self) { _ = try await store.read() }
        #expect(error?.code == .storeFailed)
        return error
    }

    @Test func keepsTokensForTheNextProcessAndNothingElse() async throws {
        #expect(try await token(in: FileTokenStore(path: file)) == nil)
        #expect(folder.names.isEmpty)
        try await keep("one", in: FileTokenStore(path: file))
        #expect(try await token(in: FileTokenStore(path: file)) == "one")
        #expect(folder.names == ["tokens"])
        #expect(mode(of: file) & 0o777 == 0o600)
    }

    @Test func makesItsFolderClosedToOthers() async throws {
        let nested = "\(folder.path)/a"
        try await keep("one", in: FileTokenStore(path: "\(nested)/tokens"))
        #expect(mode(of: nested) & 0o777 == 0o700)
        unlink("\(nested)/tokens")
        rmdir(nested)
    }

    @Test func seesWhatOthersWriteBetweenTwoReads() async throws {
        let (one, other) = (FileTokenStore(path: file), FileTokenStore(path: file))
        try await keep("one", in: one)
        #expect(try await token(in: other) == "one")
        try await keep("two", in: other)
        #expect(try await token(in: one) == "two")
        // A careless program writes into the file, of the same length and within the same moment.
        let bytes = try #require(folder.bytes(of: "tokens"))
        folder.write(Array(String(decoding: bytes, as: UTF8.self).replacing("two", with: "six").utf8), to: "tokens")
        #expect(try await token(in: one) == "six")
        unlink(file)
        #expect(try await token(in: one) == nil)
    }

    @Test func refusesWhatOthersMayReadOrChange() async throws {
        try await keep("one", in: FileTokenStore(path: file))
        let cases: [(mode: mode_t, part: String)] = [
            (0o640, "read by others"), (0o604, "read by others"), (0o620, "changed by others"), (0o666, "changed by"),
        ]
        for (mode, part) in cases {
            chmod(file, mode)
            let error = await failure(of: FileTokenStore(path: file))
            #expect(error?.message.contains(part) == true)
            #expect(error?.repair?.description.contains("chmod 600") == true)
        }
        chmod(file, 0o600)
        for mode: mode_t in [0o770, 0o702, 0o1777] {
            chmod(folder.path, mode)
            let error = await failure(of: FileTokenStore(path: file))
            #expect(error?.message.contains("others can change what is in the folder") == true)
            let store = FileTokenStore(path: file)
            _ = await #expect(throws: TokenError.self) { try await keep("two", in: store) }
        }
        chmod(folder.path, 0o700)
        #expect(try await token(in: FileTokenStore(path: file)) == "one")
    }

    @Test(.enabled(if: geteuid() == 0, "only the administrator can give files away"))
    func refusesTheFileOrFolderOfAnotherUser() async throws {
        try await keep("one", in: FileTokenStore(path: file))
        #expect(chown(file, 65534, 65534) == 0)
        #expect(await failure(of: FileTokenStore(path: file))?.message.contains("belongs to another user") == true)
        #expect(chown(file, 0, 0) == 0)
        #expect(chown(folder.path, 65534, 65534) == 0)
        #expect(await failure(of: FileTokenStore(path: file))?.message.contains("belongs to another user") == true)
        #expect(chown(folder.path, 0, 0) == 0)
    }

    @Test func refusesAFolderInPlaceOfAFile() async throws {
        #expect(mkdir(file, 0o700) == 0)
        #expect(await failure(of: FileTokenStore(path: file))?.message.contains("is a folder") == true)
        rmdir(file)
    }

    @Test func saysOfEachPieceOfACacheThatItIsCutOff() async throws {
        try await keep("one", in: FileTokenStore(path: file))
        let whole = try #require(folder.bytes(of: "tokens"))
        for count in [Int](stride(from: 1, to: whole.count, by: 13)) + (whole.count - 40..<whole.count) {
            let piece = Array(whole[..<count])
            folder.write(piece, to: "tokens")
            let error = await failure(of: FileTokenStore(path: file))
            #expect(error?.message.contains("cut off") == true, "\(count) bytes: \(error?.message ?? "")")
            #expect(error?.message.contains(file) == true)
            #expect(error?.description.contains("refresh-") == false)
            // It is left to be looked at.
            #expect(folder.bytes(of: "tokens") == piece)
        }
        // msal-extensions reads an empty file as an empty cache, and so the next sign-in mends it.
        folder.write([], to: "tokens")
        #expect(try await token(in: FileTokenStore(path: file)) == nil)
        try await keep("two", in: FileTokenStore(path: file))
        #expect(try await token(in: FileTokenStore(path: file)) == "two")
    }

    @Test func leavesACacheOfAFormThatIsNotKnownAsItIs() async throws {
        let future = Array(#"{"AccessToken":[{"v":2}]}"#.utf8)
        folder.write(future, to: "tokens")
        let store = FileTokenStore(path: file)
        #expect(await failure(of: store)?.message.contains("a form that is not known here") == true)
        _ = await #expect(throws: TokenError.self) { try await keep("two", in: store) }
        #expect(folder.bytes(of: "tokens") == future)
        #expect(folder.names == ["tokens"])
    }

    @Test func keepsTheOldTokensWhereTheNewCannotBeWritten() async throws {
        // So long that a file beside it with a longer name cannot be made, while the lock can.
        let name = String(repeating: "t", count: 244)
        let store = FileTokenStore(path: "\(folder.path)/\(name)")
        folder.write(Array(CachedTokens.msalForPython.utf8), to: name)
        let error = await #expect(throws: TokenError.self) { try await keep("two", in: store) }
        #expect(error?.code == .storeFailed)
        #expect(error?.message.contains("cannot write the token cache") == true)
        #expect(folder.names == [name])
        #expect(try await token(in: store) == "AT-user")
    }

    @Test func removesWhatAWriterThatWasKilledLeftBehind() async throws {
        folder.write(Array("secret".utf8), to: "tokens.123.456.new")
        folder.write(Array("other".utf8), to: "tokens2.123.456.new")
        folder.write(Array("2147483647 gone".utf8), to: "tokens.lockfile")
        try await keep("one", in: FileTokenStore(path: file))
        #expect(folder.names == ["tokens", "tokens2.123.456.new"])
    }

    @Test func writesThroughALink() async throws {
        let link = "\(folder.path)/link"
        try await keep("one", in: FileTokenStore(path: file))
        #expect(symlink(file, link) == 0)
        try await keep("two", in: FileTokenStore(path: link))
        #expect(try await token(in: FileTokenStore(path: file)) == "two")
        #expect(mode(of: link) & S_IFMT == S_IFLNK)
    }

    @Test func losesNoWriteOfMany() async throws {
        try await withThrowingTaskGroup(of: Void.self) { group in
            for number in 0..<40 {
                group.addTask {
                    let key = CachedTokens.key(scopes: ["scope-\(number)"])
                    try await keep("t\(number)", in: FileTokenStore(path: file), for: key)
                }
            }
            try await group.waitForAll()
        }
        let cache = try await FileTokenStore(path: file).read()
        #expect(Set(cache.listed.flatMap(\.scopes)) == Set((0..<40).map { "scope-\($0)" }))
        #expect(folder.names == ["tokens"])
    }
}
