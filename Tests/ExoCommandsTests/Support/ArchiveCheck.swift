import ExoJSON
import Testing

#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif

/// Holds an archive against the HAR 1.2 specification (http://www.softwareishard.com/blog/har-12-spec/): every field that it names,
/// whether it must be there, of which type it is, and no other field.
enum ArchiveCheck {
    /// What a field holds.
    private indirect enum Shape: Sendable {
        case text, number, count, time, flag
        /// An address without a fragment.
        case address
        case list(Shape)
        case object([Field])
    }

    private struct Field: Sendable {
        var name: String
        var shape: Shape
        var isRequired: Bool
    }

    private static func must(_ name: String, _ shape: Shape) -> Field {
        Field(name: name, shape: shape, isRequired: true)
    }

    private static func may(_ name: String, _ shape: Shape) -> Field {
        Field(name: name, shape: shape, isRequired: false)
    }

    private static let comment = may("comment", .text)
    private static let program = Shape.object([must("name", .text), must("version", .text), comment])
    private static let pair = Shape.object([must("name", .text), must("value", .text), comment])
    private static let cookie = Shape.object([
        must("name", .text), must("value", .text), may("path", .text), may("domain", .text), may("expires", .time),
        may("httpOnly", .flag), may("secure", .flag), comment,
    ])
    private static let parameter = Shape.object([
        must("name", .text), may("value", .text), may("fileName", .text), may("contentType", .text), comment,
    ])
    private static let request = Shape.object([
        must("method", .text), must("url", .address), must("httpVersion", .text), must("cookies", .list(cookie)),
        must("headers", .list(pair)), must("queryString", .list(pair)),
        may(
            "postData",
            .object([must("mimeType", .text), may("params", .list(parameter)), may("text", .text), comment])
        ),
        must("headersSize", .count), must("bodySize", .count), comment,
    ])
    private static let response = Shape.object([
        must("status", .count), must("statusText", .text), must("httpVersion", .text), must("cookies", .list(cookie)),
        must("headers", .list(pair)),
        must(
            "content",
            .object([
                must("size", .count), may("compression", .count), must("mimeType", .text), may("text", .text),
                may("encoding", .text), comment,
            ])
        ),
        must("redirectURL", .text), must("headersSize", .count), must("bodySize", .count), comment,
    ])
    private static let timings = Shape.object([
        may("blocked", .number), may("dns", .number), may("connect", .number), must("send", .number),
        must("wait", .number), must("receive", .number), may("ssl", .number), comment,
    ])
    private static let entry = Shape.object([
        may("pageref", .text), must("startedDateTime", .time), must("time", .number), must("request", request),
        must("response", response), must("cache", .object([comment])), must("timings", timings),
        may("serverIPAddress", .text), may("connection", .text), comment,
    ])
    private static let page = Shape.object([
        must("startedDateTime", .time), must("id", .text), must("title", .text),
        must("pageTimings", .object([may("onContentLoad", .number), may("onLoad", .number), comment])), comment,
    ])
    private static let archive = Shape.object([
        must(
            "log",
            .object([
                must("version", .text), must("creator", program), may("browser", program), may("pages", .list(page)),
                must("entries", .list(entry)), comment,
            ])
        )
    ])

    /// Checks an archive.
    static func check(_ text: String) throws {
        let value = try JSONValue(parsing: Array(text.utf8))
        check(value, archive, "archive")
        #expect(value["log"]?["version"] == "1.2")
        for entry in value["log"]?["entries"]?.arrayValue ?? [] { checkTimes(entry) }
        for data in value["log"]?["entries"]?.arrayValue?.compactMap({ $0["request"]?["postData"] }) ?? [] {
            #expect((data["text"] == nil) != (data["params"] == nil), "text and params exclude each other")
        }
    }

    private static func check(_ value: JSONValue, _ shape: Shape, _ place: String) {
        switch shape {
        case .text: #expect(value.stringValue != nil, "\(place) is no text")
        case .address:
            #expect(value.stringValue?.hasPrefix("https://") == true, "\(place) is no address")
            #expect(value.stringValue?.contains("#") == false, "\(place) has a fragment")
        case .count: #expect(value.integerValue.map { $0 >= -1 } == true, "\(place) is no whole number")
        case .number: #expect((number(value) ?? -2) >= -1, "\(place) is no number")
        case .flag: #expect(value == true || value == false, "\(place) is no truth value")
        case .time:
            let style = Date.ISO8601FormatStyle(includingFractionalSeconds: true)
            #expect(throws: Never.self, "\(place)") { try Date(value.stringValue ?? "", strategy: style) }
        case .list(let element):
            guard let elements = value.arrayValue else {
                Issue.record("\(place) is no list")
                return
            }
            for (index, value) in elements.enumerated() { check(value, element, "\(place)[\(index)]") }
        case .object(let fields):
            guard let object = value.objectValue else {
                Issue.record("\(place) is no object")
                return
            }
            for field in fields {
                if let value = object[field.name] {
                    check(value, field.shape, "\(place).\(field.name)")
                } else if field.isRequired {
                    Issue.record("\(place).\(field.name) is missing")
                }
            }
            for name in object.names where !name.hasPrefix("_") {
                #expect(fields.contains { $0.name == name }, "\(place).\(name) is not in the specification")
            }
            #expect(Set(object.names).count == object.count, "\(place) has a name twice")
        }
    }

    /// The time of an entry is the sum of its parts, of which those that are not known are -1.
    private static func checkTimes(_ entry: JSONValue) {
        let parts = ["blocked", "dns", "connect", "send", "wait", "receive"].compactMap { name in
            entry["timings"]?[name].flatMap(number)
        }
        let sum = parts.filter { $0 >= 0 }.reduce(0, +)
        #expect(abs(sum - (number(entry["time"] ?? .null) ?? -1)) < 0.01, "\(parts) are not the time of their entry")
        for name in ["send", "wait", "receive"] {
            #expect((entry["timings"]?[name].flatMap(number) ?? -1) >= 0, "\(name) must be known")
        }
    }

    private static func number(_ value: JSONValue) -> Double? {
        switch value {
        case .integer(let number): Double(number)
        case .double(let number): number
        default: nil
        }
    }
}
