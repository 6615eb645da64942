import EntraTokens
import ExoJSON
import Testing
import TestSupport

#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif

struct TokenCacheTests {
    private func cache(_ text: String) throws -> TokenCache { try TokenCache(parsing: Array(text.utf8)) }
    private func text(_ cache: TokenCache) throws -> String { String(decoding: try cache.serialized(), as: UTF8.self) }
    private func document(_ cache: TokenCache) throws -> JSONValue { try JSONValue(parsing: cache.serialized()) }

    /// What other libraries write and nobody here understands, with texts that a reader and a writer would change.
    private static let foreign = [
        #""Comment":"a \u00e9 \/ b","#,
        #""x-own-1":{"secret":"s","n":1.50,"big":123456789012345678901234567890,"member of theirs":[1, 2 ,{}]}"#,
        #""pop-9":{"token_type":"pop","kid":"k","secret":"bound","expires_on":"9999999999"}"#,
        #""odd":"no object""#,
        #""Future":{"a":{"b":null,"b":1e400}}"#,
    ]

    @Test func keepsWhatItDoesNotKnowByteForByteAndInOrder() throws {
        let written =
            "{\(Self.foreign[0])\"AccessToken\":{\(Self.foreign[1]),\(Self.foreign[2]),\(Self.foreign[3])},\(Self.foreign[4])}"
        var cache = try cache(written)
        #expect(try text(cache) == written)
        cache.keep(try CachedTokens.reply("new"), for: CachedTokens.key(), now: CachedTokens.now)
        var rest = try text(cache)[...]
        for part in Self.foreign {
            let place = try #require(rest.firstRange(of: part))
            rest = rest[place.upperBound...]
        }
        #expect(try self.cache(text(cache)).accessToken(for: CachedTokens.key())?.token == "new")
    }

    @Test func readsWhatMSALForPythonWrites() throws {
        let cache = try cache(CachedTokens.msalForPython)
        for account in [nil, "adele@CONTOSO.com", CachedTokens.home()] {
            let kept = try #require(cache.accessToken(for: CachedTokens.key(account)))
            #expect(kept.token == "AT-user")
            #expect(kept.expiresOn == CachedTokens.now.addingTimeInterval(3600))
            #expect(kept.refreshOn == CachedTokens.now.addingTimeInterval(1800))
            #expect(kept.cachedOn == CachedTokens.now)
        }
        #expect(cache.accessToken(for: CachedTokens.application())?.token == "AT-app")
        #expect(cache.accessToken(for: CachedTokens.key("megan@contoso.com")) == nil)
        #expect(cache.accessToken(for: CachedTokens.key(scopes: ["https://graph.microsoft.com/.default"])) == nil)
        #expect(cache.accounts.map(\.username) == ["Adele@contoso.com"])
        #expect(cache.listed.map(\.homeAccountID) == [CachedTokens.home(), ""])
    }

    @Test func replacesTheEntriesOfMSALForPythonAndAddsNone() throws {
        var cache = try cache(CachedTokens.msalForPython)
        let names = try names(in: cache)
        let granted = ["openid", "https://outlook.office365.com/Exchange.Manage", CachedTokens.exchange]
        let reply = try CachedTokens.reply("2", refreshToken: "RT-2", family: "1", scopes: granted)
        cache.keep(reply, for: CachedTokens.key(), now: CachedTokens.now)
        let own = try CachedTokens.reply("3", user: nil)
        cache.keep(own, for: CachedTokens.application(), now: CachedTokens.now)
        #expect(try self.names(in: cache) == names)
        #expect(cache.accessToken(for: CachedTokens.key())?.token == "2")
        #expect(cache.accessToken(for: CachedTokens.key())?.refreshOn == nil)
        #expect(cache.accessToken(for: CachedTokens.application())?.token == "3")
        // A member that only MSAL writes stays.
        #expect(try text(cache).contains(#""account_source":"authorization_code""#))
        #expect(try !text(cache).contains("RT-user"))
    }

    private func names(in cache: TokenCache) throws -> [String: [String]] {
        let sections = try #require(try document(cache).objectValue).members
        return Dictionary(uniqueKeysWithValues: sections.map { ($0.name, $0.value.objectValue?.names ?? []) })
    }

    @Test func findsTokensUnderTheOtherNamesOfACloud() throws {
        let written = CachedTokens.msalForPython.replacing("login.microsoftonline.com", with: "login.windows.net")
        #expect(try cache(written).accessToken(for: CachedTokens.key())?.token == "AT-user")
        let elsewhere = CachedTokens.key { $0.address = "https://login.microsoftonline.us" }
        #expect(try cache(written).accessToken(for: elsewhere) == nil)
    }

    @Test func handsOutNoTokenThatIsBoundToSomethingElse() throws {
        for mark in [#""token_type": "pop""#, #""token_type": "Bearer","ext_cache_key": "x""#] {
            let written = CachedTokens.msalForPython.replacing(#""token_type": "Bearer""#, with: mark)
            #expect(try cache(written).accessToken(for: CachedTokens.key()) == nil)
        }
        let numbers = CachedTokens.msalForPython.replacing(#""1780003600""#, with: "1780003600")
        #expect(try cache(numbers).accessToken(for: CachedTokens.key())?.token == "AT-user")
    }

    @Test func keepsSeveralUsersApart() throws {
        var cache = TokenCache()
        let users = ["44444444-4444-4444-8444-444444444444", CachedTokens.user]
        for (place, user) in users.enumerated() {
            let reply = try CachedTokens.reply(
                "token \(place)".replacing(" ", with: "-"),
                user: user,
                name: "user\(place)@contoso.com",
                life: place == 0 ? 4000 : 3600,
                refreshToken: "refresh-\(place)"
            )
            cache.keep(reply, for: CachedTokens.key(), now: CachedTokens.now)
        }
        #expect(cache.accessToken(for: CachedTokens.key("user1@contoso.com"))?.token == "token-1")
        #expect(cache.accessToken(for: CachedTokens.key("USER0@contoso.com"))?.token == "token-0")
        // Of several the one that ends last.
        #expect(cache.accessToken(for: CachedTokens.key())?.token == "token-0")
        #expect(cache.accounts.map(\.username) == ["user0@contoso.com", "user1@contoso.com"])

        var without = cache
        let hadAny = [without.remove(cache.accounts[0]), without.remove(cache.accounts[0])]
        #expect(hadAny == [true, false])
        #expect(without.accounts.map(\.username) == ["user1@contoso.com"])
        #expect(without.accessToken(for: CachedTokens.key())?.token == "token-1")
        #expect(try !text(without).contains("refresh-0"))
        #expect(try text(without).contains("refresh-1"))

        let hadApplication = cache.remove(application: CachedTokens.publicClient)
        #expect(hadApplication)
        #expect(cache.accounts.isEmpty && cache.listed.isEmpty)
        #expect(try !text(cache).contains("refresh-"))
    }

    @Test func forgetsAUsersTokensOfOneApplication() throws {
        var cache = TokenCache()
        let other = CachedTokens.key(client: CachedTokens.confidentialClient)
        cache.keep(try CachedTokens.reply("1"), for: CachedTokens.key(), now: CachedTokens.now)
        cache.keep(try CachedTokens.reply("2"), for: other, now: CachedTokens.now)
        let user = cache.accounts[0]
        cache.remove(user, application: CachedTokens.publicClient)
        #expect(cache.accessToken(for: CachedTokens.key()) == nil)
        #expect(cache.accessToken(for: other)?.token == "2")
        #expect(cache.accounts.count == 1)
        cache.remove(user, application: CachedTokens.confidentialClient)
        #expect(cache.accounts.isEmpty)
    }

    @Test func letsGoOfEndedTokensWhenOthersAreWritten() throws {
        var cache = try cache(CachedTokens.msalForPython)
        let later = CachedTokens.now.addingTimeInterval(3601)
        #expect(cache.listed.count == 2)
        let key = CachedTokens.key(scopes: ["https://graph.microsoft.com/.default"])
        cache.keep(try CachedTokens.reply("graph", life: 7200), for: key, now: later)
        #expect(cache.listed.map(\.scopes) == [["https://graph.microsoft.com/.default"]])
        #expect(try text(cache).contains("RT-user"))
    }

    @Test func findsEachOfManyTokensAfterManyWereRemoved() throws {
        var cache = TokenCache()
        for number in 0..<200 {
            let key = CachedTokens.key(
                client: "client-\(number % 2)",
                isForUser: false,
                scopes: ["s\(number)/.default"]
            )
            let life = number < 150 ? 10.0 : 3600
            cache.keep(try CachedTokens.reply("t\(number)", user: nil, life: life), for: key, now: CachedTokens.now)
        }
        let later = CachedTokens.now.addingTimeInterval(60)
        cache.keep(try CachedTokens.reply("last", user: nil), for: CachedTokens.application(), now: later)
        #expect(cache.listed.count == 51)
        for number in 0..<200 {
            let key = CachedTokens.key(
                client: "client-\(number % 2)",
                isForUser: false,
                scopes: ["s\(number)/.default"]
            )
            #expect(cache.accessToken(for: key)?.token == (number < 150 ? nil : "t\(number)"))
        }
    }

    @Test func saysWhatATextIsThatIsNoCache() throws {
        let cases = [
            ("[1]", "not JSON, from its byte 1 on"), ("{\"AccessToken\":{} x", "not JSON, from its byte 19 on"),
            ("{\"AccessToken\":{\"a", "cut off"), ("{\"RefreshToken\":[]}", "RefreshToken is no JSON object"),
            ("{\"a\":tru", "cut off"), ("{\"a\":nil}", "not JSON, from its byte 7 on"),
            ("<html>", "not JSON, from its byte 1 on"), ("{} {}", "not JSON, from its byte 4 on"),
        ]
        for (written, part) in cases {
            let error = #expect(throws: TokenError.self) { _ = try cache(written) }
            #expect(error?.code == .storeFailed)
            #expect(error?.message.contains(part) == true, "\(written): \(error?.message ?? "")")
        }
        #expect(try cache("").listed.isEmpty)
        #expect(throws: TokenError.self) { _ = try cache(String(repeating: "[", count: 100_000)) }
        #expect(throws: TokenError.self) { _ = try cache("{\"a\":" + String(repeating: "[", count: 100_000)) }
    }
}
