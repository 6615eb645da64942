import EntraTokens
import ExoTransport
import Synchronization
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

/// One at a time among tasks, sources and processes that share a file.
struct StoreLockTests {
    private let folder: TemporaryFolder
    private let file: String

    init() throws {
        folder = try TemporaryFolder()
        file = "\(folder.path)/tokens"
    }

    /// Counts the requests and answers each with a token and a refresh token.
    private final class CountingTransport: HTTPTransport {
        private let count = Mutex(0)
        var requests: Int { count.withLock { $0 } }

        func send(_ request: HTTPRequest) async throws -> HTTPResponse {
            count.withLock { $0 += 1 }
            // The others get the chance to do the same.
            for _ in 0..<20 { await Task.yield() }
            let reply = ScriptedReply.json(#"{"access_token":"\#(TestToken.application())","expires_in":3600}"#)
            return HTTPResponse(status: reply.status, body: HTTPBody(parts: reply.parts))
        }
    }

    private func source(_ transport: any HTTPTransport) -> CachedTokenSource {
        CachedTokenSource(
            ClientCredentialsFlow(clientID: "app", authentication: ClientSecret("secret".utf8)),
            client: AuthorityClient(transport: transport, now: { TestClock().date }),
            store: FileTokenStore(path: file)
        )
    }

    private let request = TokenRequest(
        authority: Authority(.commercial, tenant: TestToken.contoso),
        scopes: [CachedTokens.exchange]
    )

    @Test func tenSourcesOnOneFileMakeOneRequest() async throws {
        let transport = CountingTransport()
        let tokens = try await withThrowingTaskGroup(of: AccessToken.self, returning: Int.self) { group in
            for _ in 0..<10 { group.addTask { try await source(transport).token(for: request) } }
            return try await group.reduce(0) { count, _ in count + 1 }
        }
        #expect(tokens == 10)
        #expect(transport.requests == 1)
        #expect(folder.names == ["tokens"])
    }

    @Test func aThousandTasksMakeOneRequest() async throws {
        let transport = CountingTransport()
        let source = source(transport)
        let tokens = try await withThrowingTaskGroup(of: AccessToken.self, returning: Int.self) { group in
            for _ in 0..<1000 { group.addTask { try await source.token(for: request) } }
            return try await group.reduce(0) { count, _ in count + 1 }
        }
        #expect(tokens == 1000)
        #expect(transport.requests == 1)
    }

    @Test func doesTheWorkOfDifferentKeysAtTheSameTime() async throws {
        let store = FileTokenStore(path: file)
        let other = CachedTokens.key("megan@contoso.com")
        let inner = try await store.exclusively(CachedTokens.key()) { try await store.exclusively(other) { 7 } }
        #expect(inner == 7)
        #expect(folder.names.isEmpty)
    }

    @Test func saysWhoHoldsTheTurnWhenItDoesNotCome() async throws {
        let (store, key) = (FileTokenStore(path: file, clock: TestClock(advancesItself: true)), CachedTokens.key())
        let error = try await FileTokenStore(path: file).exclusively(key) { () -> TokenError? in
            await #expect(throws: TokenError.self) { try await store.exclusively(key) {} }
        }
        #expect(error?.code == .storeFailed)
        #expect(error?.message.contains("another process (\(getpid()) ") == true)
    }

    @Test func givesTheTurnFreeWhenTheWorkFails() async throws {
        let store = FileTokenStore(path: file)
        for _ in 0..<2 {
            _ = await #expect(throws: ScriptError.self) {
                _ = try await store.exclusively(CachedTokens.key()) { () -> Int in throw ScriptError(message: "no") }
            }
        }
        #expect(folder.names.isEmpty)
    }

    @Test func leavesTheQueueWhenCancelled() async throws {
        let (store, key, clock) = (FileTokenStore(path: file), CachedTokens.key(), TestClock())
        let waiting = FileTokenStore(path: file, clock: clock)
        try await store.exclusively(key) {
            await withTaskGroup(of: Bool.self) { group in
                group.addTask {
                    do {
                        try await waiting.exclusively(key) {}
                        return false
                    } catch { return error is CancellationError }
                }
                await clock.waitForSleepers(1)
                group.cancelAll()
                for await wasCancelled in group { #expect(wasCancelled) }
            }
        }
    }

    /// msal-extensions without portalocker: the file alone is the lock.
    @Test func waitsForALockThatIsOnlyAFileOfALivingProcess() async throws {
        let clock = TestClock()
        folder.write(Array("\(getpid()) python".utf8), to: "tokens.lockfile")
        // However long this test waits for its turn, the file does not become one that somebody left behind.
        try FileManager.default.setAttributes(
            [.modificationDate: Date().addingTimeInterval(86_400)],
            ofItemAtPath: "\(file).lockfile"
        )
        let store = FileTokenStore(path: file, clock: clock)
        let reply = try CachedTokens.reply("one")
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask { try await store.update { $0.keep(reply, for: CachedTokens.key(), now: CachedTokens.now) } }
            await clock.waitForSleepers(1)
            #expect(folder.names == ["tokens.lockfile"])
            unlink("\(file).lockfile")
            clock.advance(by: .seconds(1))
            try await group.waitForAll()
        }
        #expect(folder.names == ["tokens"])
    }

    @Test func takesOverTheLockOfAProcessThatIsGone() async throws {
        for mark in ["2147483647 python", "2147483647 exo"] {
            folder.write(Array(mark.utf8), to: "tokens.lockfile")
            let store = FileTokenStore(path: file, clock: TestClock(advancesItself: true))
            let reply = try CachedTokens.reply("one")
            try await store.update { $0.keep(reply, for: CachedTokens.key(), now: CachedTokens.now) }
            #expect(folder.names == ["tokens"])
        }
    }
}
