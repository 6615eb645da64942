import ExchangeOnline
import ExoCrypto
import ExoJSON
import ExoTransport
import TestSupport
import Testing

/// Secrets under a key that the service changes.
struct ParameterKeyTests {
    private static let refusal = ScriptedReply.json(
        #"{"error":{"code":"BadRequest","message":"Invalid Operation","details":[{"code":"Client","target":"","message":"#
            + #""|Microsoft.Exchange.AdminApi.CommandInvocation.ParameterTransformationException|it does not open"}]}}"#,
        status: 400
    )

    private func module(_ key: RSAPrivateKey) throws -> ScriptedReply {
        let numbers = try key.publicKey
        let xml =
            "<RSAKeyValue><Modulus>\(Base64.encode(numbers.modulus))</Modulus>"
            + "<Exponent>\(Base64.encode(numbers.exponent))</Exponent></RSAKeyValue>"
        let body: JSONValue = ["value": [["fileContent": .string("$PublicKey = '\(xml)'")]]]
        return .json(body.text()).expecting("GET", url: "EXOModuleFile")
    }

    private func secret(_ bench: Bench, _ place: Int, _ key: RSAPrivateKey) throws -> String {
        let body = try #require(bench.transport.requests[place].body)
        let sealed = try JSONValue(parsing: body)["CmdletInput"]?["Parameters"]?["Password"]?.stringValue
        let bytes = try key.decryptPKCS1(try #require(sealed.flatMap { Base64.decode($0) }))
        return String(decoding: bytes, as: UTF8.self)
    }

    private func set(_ password: String, on connection: ExchangeConnection) async throws {
        try await connection.run("Set-Mailbox", ["Identity": "ada", "Password": .secret(password)])
    }

    @Test func aKeyThatTheServiceNoLongerTakesIsAskedForAgainOnce() async throws {
        let old = try RSAPrivateKey.generate(), new = try RSAPrivateKey.generate()
        let bench = Bench([
            try module(old), Page.reply(0..<0), Self.refusal, try module(new), Page.reply(0..<0), Page.reply(0..<0),
        ])
        let connection = try await bench.connection()
        try await set("one", on: connection)
        bench.clock.advance(by: .seconds(120))
        try await set("two", on: connection)
        #expect(try secret(bench, 2, old) == "two")
        #expect(try secret(bench, 4, new) == "two")
        try await set("three", on: connection)
        #expect(try secret(bench, 5, new) == "three")
        try bench.transport.expectNothingLeft()
    }

    @Test func aRefusalThatANewKeyDoesNotMendIsTheRefusal() async throws {
        let old = try RSAPrivateKey.generate(), new = try RSAPrivateKey.generate()
        let bench = Bench([try module(old), Page.reply(0..<0), Self.refusal, try module(new), Self.refusal])
        let connection = try await bench.connection()
        try await set("one", on: connection)
        bench.clock.advance(by: .seconds(120))
        let error = await #expect(throws: ExchangeError.self) { try await set("two", on: connection) }
        #expect(error?.code == .invalidRequest && error?.message == "it does not open")
        try bench.transport.expectNothingLeft()
    }

    @Test func theSameKeyIsNotTriedTwice() async throws {
        let key = try RSAPrivateKey.generate()
        let bench = Bench([try module(key), Self.refusal])
        let connection = try await bench.connection()
        // It was asked for a moment ago.
        let error = await #expect(throws: ExchangeError.self) { try await set("one", on: connection) }
        #expect(error?.code == .invalidRequest)
        bench.transport.append(Self.refusal)
        bench.transport.append(try module(key))
        bench.clock.advance(by: .seconds(120))
        await #expect(throws: ExchangeError.self) { try await set("two", on: connection) }
        try bench.transport.expectNothingLeft()
    }

    @Test func eachOfManyCallsIsSentAgainUnderTheNewKey() async throws {
        let old = try RSAPrivateKey.generate(), new = try RSAPrivateKey.generate()
        let bench = Bench([
            try module(old), Page.reply(0..<0), Self.refusal, try module(new), Page.reply(0..<0), Page.reply(0..<0),
        ])
        let connection = try await bench.connection()
        try await set("one", on: connection)
        bench.clock.advance(by: .seconds(120))
        let calls = AsyncStream<BulkCall> { stream in
            for (line, password) in [(1, "two"), (2, "three")] {
                let parameters: CmdletParameters = ["Identity": .text("u\(line)"), "Password": .secret(password)]
                stream.yield(BulkCall(line: line, Cmdlet("Set-Mailbox", parameters: parameters)))
            }
            stream.finish()
        }
        let summary = try await connection.bulk(calls, options: BulkOptions(parallel: 1)) { _ in }
        #expect(summary.done == 2 && summary.failed == 0)
        #expect(try secret(bench, 2, old) == "two")
        #expect(try secret(bench, 4, new) == "two")
        #expect(try secret(bench, 5, new) == "three")
        // Each went by itself, since the key of one part cannot be changed.
        #expect(bench.transport.requests.allSatisfy { !$0.url.hasSuffix("$batch") })
        try bench.transport.expectNothingLeft()
    }

    @Test func anotherRefusalOfACallWithoutSecretsAsksForNoKey() async throws {
        let bench = Bench([Self.refusal])
        await #expect(throws: ExchangeError.self) {
            _ = try await bench.run(Cmdlet("Set-Mailbox", parameters: ["Identity": "ada", "Office": "x"]))
        }
        try bench.transport.expectNothingLeft()
    }
}
