import EntraTokens
import ExoJSON
import Testing
import TestSupport

#if canImport(Glibc)
import Glibc
#else
import Darwin
#endif

/// A file of tokens that is too long to be held in memory.
struct LargeTokenFileTests {
    private static let count = 1500
    private let folder: TemporaryFolder
    private let file: String

    init() throws {
        folder = try TemporaryFolder()
        file = "\(folder.path)/tokens"
    }

    private func key(_ number: Int) -> TokenCacheKey {
        CachedTokens.key(client: CachedTokens.confidentialClient, isForUser: false, scopes: ["scope-\(number)"])
    }

    private func secret(_ number: Int) -> String {
        "\(number)-" + String(repeating: number.isMultiple(of: 2) ? "A" : #"\u0042"#, count: 150 + number % 97)
    }

    private func plain(_ number: Int) -> String { secret(number).replacing(#"\u0042"#, with: "B") }

    private func entry(_ number: Int) -> String {
        """
        "-login.microsoftonline.com-accesstoken-\(number)" : {"credential_type":"AccessToken","secret":"\(secret(number))",
          "environment":"login.microsoftonline.com","client_id":"\(CachedTokens.confidentialClient)","theirs" : [ \(number) ],
          "target":"scope-\(number)","realm":"\(TestToken.contoso)","token_type":"Bearer","expires_on":"1780003600"}
        """
    }

    /// A member that nobody here understands, longer than what is read at once.
    private let foreign = #""Theirs":{"a \" \\":[1.50, 1e400 ,"\#(String(repeating: #"\""#, count: 300_000))"]}"#

    private func text(_ numbers: some Sequence<Int>) -> [UInt8] {
        Array("{\(foreign),\n\"AccessToken\":{\(numbers.map(entry).joined(separator: " ,\n"))},\"Last\":null}\n".utf8)
    }

    private func all() -> [UInt8] { text(0..<Self.count) }

    @Test func findsEachToken() async throws {
        folder.write(all(), to: "tokens")
        let cache = try await FileTokenStore(path: file).read()
        #expect(cache.listed.count == Self.count)
        for number in 0..<Self.count { #expect(cache.accessToken(for: key(number))?.token == plain(number)) }
        #expect(cache.accessToken(for: key(Self.count)) == nil)
    }

    @Test func keepsWhatItDoesNotKnowByteForByteWhenItReplacesTheFile() async throws {
        folder.write(all(), to: "tokens")
        let reply = try CachedTokens.reply("new", user: nil)
        let store = FileTokenStore(path: file)
        try await store.update { $0.keep(reply, for: CachedTokens.application(), now: CachedTokens.now) }
        let written = String(decoding: try #require(folder.bytes(of: "tokens")), as: UTF8.self)
        #expect(written.utf8.count > 1 << 20)
        #expect(written.hasPrefix("{\(foreign),\"AccessToken\":{"))
        var rest = written[...]
        for number in 0..<Self.count {
            let value = entry(number)[try #require(entry(number).firstRange(of: "{")).lowerBound...]
            rest = rest[try #require(rest.firstRange(of: value)).upperBound...]
        }
        #expect(rest.contains("\"Last\":null"))
        #expect(try await store.read().accessToken(for: CachedTokens.application())?.token == "new")
        #expect(folder.names == ["tokens"])
    }

    @Test func goesOnWithWhatWasReadWhenAnotherReplacesTheFile() async throws {
        folder.write(all(), to: "tokens")
        let (one, other) = (FileTokenStore(path: file), FileTokenStore(path: file))
        let before = try await one.read()
        let reply = try CachedTokens.reply("new", user: nil)
        try await other.update { cache in
            cache.remove(application: CachedTokens.confidentialClient)
            cache.keep(reply, for: key(3), now: CachedTokens.now)
        }
        #expect(before.accessToken(for: key(3))?.token == plain(3))
        #expect(before.accessToken(for: key(1200))?.token == plain(1200))
        let after = try await one.read()
        #expect(after.accessToken(for: key(3))?.token == "new")
        #expect(after.listed.count == 1)
    }

    @Test func handsOutNothingOfAFileThatIsWrittenInto() async throws {
        folder.write(all(), to: "tokens")
        let store = FileTokenStore(path: file)
        let before = try await store.read()
        // A careless program writes into the file itself, as msal-extensions does.
        folder.write(text((0..<Self.count).reversed()), to: "tokens")
        #expect(before.accessToken(for: key(3)) == nil)
        let error = #expect(throws: TokenError.self) { _ = try before.serialized() }
        #expect(error?.message.contains("another program has written into it") == true)
        #expect(try await store.read().accessToken(for: key(3))?.token == plain(3))
        folder.write([], to: "tokens")
        #expect(try await store.read().listed.isEmpty)
    }

    @Test func saysOfAPieceThatItIsCutOff() async throws {
        let whole = all()
        for count in [(1 << 20) + 1, whole.count - 10, whole.count - 3] {
            folder.write(Array(whole[..<count]), to: "tokens")
            let error = await #expect(throws: TokenError.self) { _ = try await FileTokenStore(path: file).read() }
            #expect(error?.message.contains("cut off") == true)
            #expect(folder.bytes(of: "tokens")?.count == count)
        }
    }

    @Test func leavesNoDescriptorOpen() async throws {
        folder.write(all(), to: "tokens")
        for _ in 0..<20 {
            let store = FileTokenStore(path: file)
            #expect(try await store.read().listed.count == Self.count)
        }
        let reply = try CachedTokens.reply("new", user: nil)
        try await FileTokenStore(path: file).update { cache in
            cache.keep(reply, for: CachedTokens.application(), now: CachedTokens.now)
        }
        // Who holds the file open keeps its bytes on the disk, also after its name is gone.
        #expect(Self.openDescriptors(of: file) == 0)
    }

    private static func openDescriptors(of path: String) -> Int {
        (0..<1024).count { descriptor in
            var buffer = [UInt8](repeating: 0, count: 4096)
            let count = readlink("/proc/self/fd/\(descriptor)", &buffer, buffer.count)
            return count > 0 && String(decoding: buffer[..<count], as: UTF8.self).hasPrefix(path)
        }
    }
}
