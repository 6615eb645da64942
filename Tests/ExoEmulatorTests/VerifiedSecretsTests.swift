import ExoCrypto
import ExoJSON
import FoundationEssentials
import Testing

@testable import EmulatorCore
@testable import EmulatorEntra

struct VerifiedSecretsTests {
    private func record(_ secret: String) throws -> ClientSecretRecord {
        ClientSecretRecord(
            appID: "app",
            keyID: "key",
            hash: try PasswordHash.make(Array(secret.utf8), iterations: 1000),
            hint: String(secret.prefix(3)),
            expiresOn: .distantFuture
        )
    }

    @Test func knowsASecretAgainAndNoOther() throws {
        let secrets = VerifiedSecrets()
        let record = try record("right secret")
        for _ in 0..<2 {
            #expect(try secrets.matches(Array("right secret".utf8), record))
            #expect(try !secrets.matches(Array("right secrets".utf8), record))
            #expect(try !secrets.matches([], record))
        }
    }

    @Test func looksAtAReplacedSecretAgain() throws {
        let secrets = VerifiedSecrets()
        #expect(try secrets.matches(Array("first".utf8), record("first")))
        #expect(try !secrets.matches(Array("first".utf8), record("second")))
        #expect(try secrets.matches(Array("second".utf8), record("second")))
    }

    @Test func paysForTheSlowHashOnce() throws {
        let secrets = VerifiedSecrets()
        let record = try record("right secret")
        var slowly: [String] = []
        for secret in ["wrong", "right secret", "right secret", "wrong", "right secret"] {
            _ = try secrets.matches(Array(secret.utf8), record) { secret, hash in
                slowly.append(String(decoding: secret, as: UTF8.self))
                return try PasswordHash.matches(secret, hash)
            }
        }
        #expect(slowly == ["wrong", "right secret", "wrong"])
    }

    @Test func refusesADeletedOrEndedSecretAtOnce() throws {
        let bench = try EntraBench()
        _ = try bench.applicationToken()
        let form = [
            ("client_id", EntraBench.confidentialClient), ("client_secret", EntraBench.secret),
            ("grant_type", "client_credentials"), ("scope", EntraBench.exchangeDefault),
        ]
        let start = bench.context.clock.now
        bench.context.clock.advance(by: 3 * 365 * 86400)
        #expect(try bench.token(form).body["error_codes"] == [7_000_222])
        bench.context.clock.freeze(at: start)
        #expect(try bench.token(form).status == 200)
        let directory = bench.context.directory
        for secret in try directory.secrets(of: EntraBench.confidentialClient) {
            try directory.deleteSecret(keyID: secret.keyID, of: EntraBench.confidentialClient)
        }
        #expect(try bench.token(form).body["error_codes"] == [7_000_215])
    }
}
