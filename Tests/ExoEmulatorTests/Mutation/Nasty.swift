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
        ] + extremes + [String(repeating: "A", count: 300), String(repeating: "\u{E9}", count: 5000)]
        + [String(repeating: "%41", count: 20_000), String(repeating: "[", count: 20_000)]

    /// Values at the bounds of types, and just beyond them.
    static let extremes = [
        "10675199.02:48:05.4775807", "10675199.03:00:00", "-10675199.02:48:05.4775809", "0001-01-01T00:00:00+14:00",
        "9999-12-31T23:59:59.9999999-14:00", "0000-00-00", "2/30/2026", "16777216TB",
        "0 B (18446744073709551615 bytes)",
        "2147483648", "18446744073709551616", "Unlimited", "{00000000-0000-0000-0000-000000000000}", "a@b", "@{}",
        "Alias -eq 'x' -or Alias -eq", "accountEnabled eq 'true'", "not not not",
    ]
}
