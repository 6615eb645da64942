package import HTTPServer

extension ServerRequest {
    /// The segments of the path, percent-decoded, without empty ones: a double slash counts as one.
    package var pathSegments: [String] {
        Array(rawPath.utf8).split(separator: UInt8(ascii: "/")).map { PercentCoding.decoded($0) }
    }

    /// The fields of the query.
    package var query: FormFields { FormFields(parsing: rawQuery) }

    /// The fields of a body that is a form; none for a body of another type.
    package var form: FormFields {
        let type = header("Content-Type")?.prefix { $0 != ";" }.lowercased() ?? ""
        guard type.filter({ $0 != " " }) == "application/x-www-form-urlencoded" else { return FormFields() }
        return FormFields(bytes: body[...])
    }

    /// Whether the request was sent to a name of this machine alone, under which other programs answer at other ports.
    var isToLoopback: Bool {
        guard let authority = header("Host")?.lowercased() else { return true }
        let host = AuthorityHost.split(authority).host
        return host == "localhost" || host.hasSuffix(".localhost") || host == "[::1]" || host.hasPrefix("127.")
    }

    /// The header field that keeps browsers from ever using plain HTTP under this name; none where that would break others.
    package func strictTransport(_ value: String = "max-age=31536000; includeSubDomains") -> [Field] {
        isToLoopback ? [] : [Field("Strict-Transport-Security", value)]
    }

    /// The value of a cookie (RFC 6265 section 4.2); the first where several have the name.
    package func cookie(_ name: String) -> String? {
        for header in headers where header.isNamed("Cookie") {
            for pair in header.value.split(separator: ";") {
                let pair = pair.drop { $0 == " " }
                guard pair.hasPrefix("\(name)=") else { continue }
                return String(pair.dropFirst(name.count + 1))
            }
        }
        return nil
    }
}
