// How long a token is looked for among ten thousand in a file, and what memory they take.
// Usage: token-caches make FILE | token-caches look FILE
import EntraTokens

#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif

let count = 10_000
let tenant = "11111111-1111-4111-8111-111111111111"
let client = "fb78d390-0c51-40cd-8e17-fdbfab77341b"
let start = Date(timeIntervalSince1970: 1_790_000_000)
let (action, store) = (CommandLine.arguments[1], FileTokenStore(path: CommandLine.arguments[2]))

func name(_ number: Int) -> String { "user\(number)@contoso.com" }

func key(_ number: Int) -> TokenCacheKey {
    TokenCacheKey(
        TokenRequest(
            authority: Authority(.commercial, tenant: tenant),
            scopes: ["https://outlook.office365.com/.default"],
            account: name(number)
        ),
        clientID: client,
        isForUser: true
    )
}

/// A token of 1.5 kB, which is what the service's have.
func token(_ number: Int) -> String {
    let digits = String(number)
    return "eyJ." + digits + String(repeating: "A", count: 1495 - digits.count) + "."
}

/// The line of this process's status that begins so, in MB.
func megabytes(_ line: String) throws -> Int {
    let status = String(decoding: try Data(contentsOf: URL(filePath: "/proc/self/status")), as: UTF8.self)
    let found = status.split(separator: "\n").first { $0.hasPrefix(line) } ?? ""
    return (Int(found.filter(\.isNumber)) ?? 0) / 1000
}

if action == "make" {
    try await store.update { cache in
        for number in 0..<count {
            let digits = String(number)
            let user = "33333333-3333-4333-8333-" + String(repeating: "0", count: 12 - digits.count) + digits
            let reply = TokenReply(
                accessToken: try AccessToken(issued: token(number), expiresOn: nil),
                expiresOn: start.addingTimeInterval(3600),
                account: TokenAccount(homeAccountID: "\(user).\(tenant)", username: name(number), localAccountID: user)
            )
            cache.keep(reply, for: key(number), now: start)
        }
    }
} else {
    let clock = ContinuousClock()
    let before = try megabytes("VmRSS")
    var cache = TokenCache()
    let opening = try await clock.measure { cache = try await store.read() }
    let times = (0..<1000).map { round in
        clock.measure { precondition(cache.accessToken(for: key(round * 7919 % count)) != nil) }
    }
    let median = times.sorted()[times.count / 2] / .microseconds(1)
    print(
        "\(count) cached tokens: look-up \(Int(median)) µs, file opened in \(Int(opening / .milliseconds(1))) ms, "
            + "\(try megabytes("VmRSS") - before) MB, \(try megabytes("VmHWM") - before) MB at the peak"
    )
}
