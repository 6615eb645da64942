// How many access tokens a second are read and reported in plain words.
import EntraTokens

#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif

/// A part of a token: base64url without padding (RFC 7515, section 2).
func part(_ json: String) -> String {
    Data(json.utf8).base64EncodedString().replacing("+", with: "-").replacing("/", with: "_").replacing("=", with: "")
}

let tenant = "11111111-1111-4111-8111-111111111111"
let claims = """
    {"aud":"https://outlook.office365.com","iss":"https://sts.windows.net/\(tenant)/","iat":1790000000,"nbf":1790000000,\
    "exp":1790004870,"acct":0,"acr":"1","amr":["pwd","mfa"],"app_displayname":"Exchange Admin Console App",\
    "appid":"aaaaaaaa-0000-4000-8000-000000000001","appidacr":"0","family_name":"Vance","given_name":"Adele","idtyp":"user",\
    "ipaddr":"203.0.113.7","name":"Adele Vance","oid":"\(tenant)","scp":"Exchange.Manage","tid":"\(tenant)",\
    "upn":"adele@contoso.com","unique_name":"adele@contoso.com","ver":"1.0","xms_cc":["cp1"],\
    "wids":["29232cdf-9323-42fd-ade2-1d097af3e4de","b79fbf4d-3ef9-4689-8143-76b194e85509"]}
    """
let text = [part(#"{"typ":"JWT","alg":"RS256"}"#), part(claims), part(String(repeating: "s", count: 256))]
    .joined(separator: ".")
let now = Date(timeIntervalSince1970: 1_790_000_060)
let count = 100_000
let clock = ContinuousClock()

let rates = try (0..<5).map { _ in
    var length = 0
    let time = try clock.measure {
        for _ in 0..<count { length += TokenReport(try AccessToken(text), now: now).description.utf8.count }
    }
    precondition(length > count)
    return Double(count) / (time / .seconds(1))
}
print("token read and reported: \(Int(rates.sorted()[2])) per second")
