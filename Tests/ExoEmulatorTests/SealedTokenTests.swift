import ExoCrypto
import ExoJSON
import HTTPServer
import Testing

@testable import EmulatorCore
@testable import EmulatorEntra
@testable import ExoEmulator

/// Access tokens with a nonce, which the service alone can verify, and keys that are published before they sign.
struct SealedTokenTests {
    private func isVerified(_ token: JSONValue?, by bench: TenantBench) throws -> Bool {
        let parsed = try #require(JSONWebToken(token?.stringValue ?? ""))
        let key = try #require(
            try SigningKeys(bench.emulator.context).key(named: parsed.header["kid"]?.stringValue ?? "")
        )
        return try parsed.isSigned(by: key.publicKey, .rs256)
    }

    @Test func sealsTokensOfGraphAndExchangeOnDemand() throws {
        let bench = try TenantBench()
        func token(_ scope: String) throws -> JSONValue? {
            try bench.token(TenantBench.password(scope)).body["access_token"]
        }
        let graph = "https://graph.microsoft.com/User.Read"
        #expect(try isVerified(token(graph), by: bench))
        #expect(bench.control("PATCH", "settings", ["accessTokensHaveNonce": true]).status == 200)
        let sealed = try token(graph)
        #expect(try !isVerified(sealed, by: bench))
        let header = try #require(JSONWebToken(sealed?.stringValue ?? "")).header
        #expect(header["nonce"]?.stringValue?.utf8.count == 43)
        #expect(bench.call("GET", "/v1.0/me", token: sealed).status == 200)
        let exchange = try token(EntraBench.exchangeDefault)
        #expect(try !isVerified(exchange, by: bench))
        #expect(try bench.run("Get-OrganizationConfig", [:]).status == 200)
        // Whoever changes the nonce breaks the seal.
        let parts = try #require(sealed?.stringValue).split(separator: ".")
        var forged = header
        forged["nonce"] = "another"
        let text = "\(Base64URL.encode(JSONValue.object(forged).serialized())).\(parts[1]).\(parts[2])"
        #expect(bench.call("GET", "/v1.0/me", token: .string(text)).status == 401)
        let own = bench.control("POST", "tokens", ["resource": "https://graph.microsoft.com"])
        #expect(try !isVerified(JSONValue(parsing: own.body)["access_token"], by: bench))
    }

    @Test func publishesAKeyBeforeItSigns() throws {
        let bench = try TenantBench()
        func signer() throws -> JSONValue? {
            let token = try bench.token(TenantBench.password()).body["access_token"]?.stringValue
            return try #require(JSONWebToken(token ?? "")).header["kid"]
        }
        func published() throws -> [JSONValue] {
            let reply = bench.emulator.respond(to: bench.browser.request("GET", "/common/discovery/v2.0/keys"))
            return try JSONValue(parsing: reply.body)["keys"]?.arrayValue?.compactMap { $0["kid"] } ?? []
        }
        let before = try signer()
        #expect(bench.control("POST", "keys/rotate", ["publishOnly": true]).status == 200)
        let kids = try published()
        #expect(try kids.count == 2 && signer() == before)
        #expect(bench.control("POST", "keys/rotate", ["publishOnly": true]).status == 400)
        // What was replaced is retired, not what waits.
        #expect(bench.control("POST", "keys/retire", [:]).status == 200)
        #expect(try published().count == 2)
        #expect(bench.control("POST", "keys/rotate", [:]).status == 200)
        let after = try signer()
        #expect(try after != before && kids.contains(after ?? .null) && published().count == 2)
        #expect(bench.control("POST", "keys/rotate", [:]).status == 200)
        #expect(try published().count == 3 && !kids.contains(signer() ?? .null))
        #expect(bench.control("POST", "keys/rotate", ["publishOnly": "yes"]).status == 400)
    }

    @Test(arguments: [
        ("localhost:8443", "https://localhost:8443/graph/v1.0/me/photo/$value"),
        ("graph.microsoft.com", "https://graph.microsoft.com/v1.0/me/photo/$value"),
        ("login.microsoftonline.us", "https://graph.microsoft.us/v1.0/me/photo/$value"),
    ]) func namesAPictureThatIsAskedForHere(_ host: String, _ picture: String) throws {
        let bench = try TenantBench(hostNames: ["graph.microsoft.com"])
        let token = try bench.token(TenantBench.password("https://graph.microsoft.com/User.Read")).body["access_token"]
        func get(_ target: String) -> ServerResponse {
            bench.emulator.respond(
                to: ServerRequest(
                    method: "GET",
                    target: target,
                    headers: [.init("Host", host), .init("Authorization", "Bearer \(token?.stringValue ?? "")")]
                )
            )
        }
        let told = try JSONValue(parsing: get("/oidc/userinfo").body)["picture"]
        #expect(told == .string(picture))
        let path = picture.drop { $0 != "/" }.dropFirst(2).drop { $0 != "/" }
        let reply = get(String(path))
        #expect(reply.status == 404 && reply.text.contains("ImageNotFound"))
    }
}
