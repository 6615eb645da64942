/// Values that programs stumble over.
enum Nasty {
    static let values =
        [
            "", " ", "0", "-1", "1e999", "NaN", "null", "true", "99999999999999999999", "-9223372036854775808",
            "9223372036854775807", "0x10", "[]", "{}", "\"", "'", "'; DROP TABLE user; --", "<script>alert(1)</script>",
            "\"><img src=x onerror=alert(1)>", "../../etc/passwd", "%00", "%", "%2", "%zz", "%FF%FE", "%0d%0aX: y",
            "\u{202E}\u{200B}", "\u{1F468}\u{200D}\u{1F469}", "e\u{301}", "\u{FFFD}", "\u{0}", "\u{1}\u{1B}[31m",
            "\r\nA: b",
            "https://evil.example/", "//evil.example", "/\\evil.example", "javascript:alert(1)", "data:text/html,x",
            "http://localhost@evil.example", "http://localhost:1#@evil.example", "common", "consumers", "organizations",
            "11111111-1111-4111-8111-111111111111", "GGGGGGGG-1111-4111-8111-111111111111", ".", "..", "a@b@c", "@",
            "&",
            "=", "a=b&c=d", "eyJhbGciOiJub25lIn0.e30.", "a.b.c", "....", "*", "(((((", "''''", ".default", "/.default",
            "https://graph.microsoft.com/.default https://outlook.office365.com/.default", "{\"access_token\":[]}",
            "{\"access_token\":{\"nbf\":{\"essential\":true,\"value\":\"99999999999999999999\"}}}",
        ] + [String(repeating: "A", count: 300), String(repeating: "\u{E9}", count: 5000)]
        + [String(repeating: "%41", count: 20_000), String(repeating: "[", count: 20_000)]
}
