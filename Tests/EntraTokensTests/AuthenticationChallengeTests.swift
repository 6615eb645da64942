import EntraTokens
import Testing

struct AuthenticationChallengeTests {
    struct Case: Sendable, CustomTestStringConvertible {
        var why: String
        var fields: [String]
        var found: [AuthenticationChallenge]
        var testDescription: String { why }
    }

    private static func challenge(
        _ scheme: String,
        _ parameters: [String: String] = [:],
        token68: String? = nil
    ) -> AuthenticationChallenge {
        AuthenticationChallenge(scheme, token68: token68, parameters)
    }

    static let cases: [Case] = [
        Case(why: "nothing", fields: ["", " , ,"], found: []),
        Case(why: "a scheme alone", fields: ["Negotiate"], found: [challenge("negotiate")]),
        Case(
            why: "a service's challenge",
            fields: [
                #"Bearer realm="", authorization_uri="https://login.example/common/oauth2/authorize", error="insufficient_claims", claims="e30=""#
            ],
            found: [
                challenge(
                    "bearer",
                    [
                        "realm": "", "authorization_uri": "https://login.example/common/oauth2/authorize",
                        "error": "insufficient_claims", "claims": "e30=",
                    ]
                )
            ]
        ),
        Case(
            why: "commas, quotation marks and schemes within quotation marks",
            fields: [#"Newauth realm="apps", type=1, title="Login to \"apps\", Basic x=\\", Basic realm="simple""#],
            found: [
                challenge("newauth", ["realm": "apps", "type": "1", "title": #"Login to "apps", Basic x=\"#]),
                challenge("basic", ["realm": "simple"]),
            ]
        ),
        Case(
            why: "text for all parameters",
            fields: ["Negotiate YII+/a.b-_~==, NTLM, Bearer a=b"],
            found: [
                challenge("negotiate", token68: "YII+/a.b-_~=="), challenge("ntlm"), challenge("bearer", ["a": "b"]),
            ]
        ),
        Case(
            why: "several fields",
            fields: ["Basic realm=x", #"BEARER Claims="1", claims="2""#],
            found: [challenge("basic", ["realm": "x"]), challenge("bearer", ["claims": "1"])]
        ),
        Case(
            why: "blanks around everything",
            fields: ["  Bearer\t realm = \"a b\" ,, error= x ,  Digest  nonce =\"n\" "],
            found: [challenge("bearer", ["realm": "a b", "error": "x"]), challenge("digest", ["nonce": "n"])]
        ),
        Case(
            why: "a path without quotation marks, as Azure Arc writes it",
            fields: ["Basic realm=/var/opt/azcmagent/tokens/1.key"],
            found: [challenge("basic", ["realm": "/var/opt/azcmagent/tokens/1.key"])]
        ),
        Case(
            why: "quotation marks that do not end",
            fields: [#"Bearer claims="abc\"#, #"Bearer claims=""#, "Bearer claims="],
            found: [
                challenge("bearer", ["claims": #"abc\"#]), challenge("bearer", ["claims": ""]),
                challenge("bearer", token68: "claims="),
            ]
        ),
        Case(
            why: "equals signs before anything",
            fields: ["==,= x", "=\"a\""],
            found: [challenge("x"), challenge("\"a\"")]
        ),
    ]

    @Test(arguments: cases)
    func readsChallenges(_ example: Case) {
        #expect(AuthenticationChallenge.all(in: example.fields) == example.found)
    }
}
