import ExchangeOnline
import ExoJSON
import TestSupport
import Testing

#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif

/// Rows made of the properties that the service was seen to have, each decoded in its type.
struct SampleDecodingTests {
    /// A row whose properties are decoded in the types that the sample names.
    private struct Sample: Decodable {
        @TaskLocal static var types: [String: String] = [:]

        private struct Key: CodingKey {
            var stringValue: String
            var intValue: Int? { nil }
            init(stringValue: String) { self.stringValue = stringValue }
            init?(intValue: Int) { return nil }
        }

        var names: Set<String> = []

        init(from decoder: any Decoder) throws {
            let container = try decoder.container(keyedBy: Key.self)
            for key in container.allKeys {
                try Self.decode(key, from: container)
                names.insert(key.stringValue)
            }
        }

        private static func decode(_ key: Key, from container: KeyedDecodingContainer<Key>) throws {
            switch types[key.stringValue] {
            case "Bool": _ = try container.decode(Bool.self, forKey: key)
            case "Int": _ = try container.decode(Int.self, forKey: key)
            case "String": _ = try container.decode(String.self, forKey: key)
            case "String?": #expect(try container.decodeIfPresent(String.self, forKey: key) == nil)
            case "UUID": _ = try container.decode(UUID.self, forKey: key)
            case "Date":
                #expect(try container.decode(Date.self, forKey: key) > Date(timeIntervalSince1970: 1_700_000_000))
            case "Date?": #expect(try container.decodeIfPresent(Date.self, forKey: key) == nil)
            case "Duration": #expect(try container.decode(Duration.self, forKey: key) == .seconds(14 * 86_400))
            case "ByteCount": #expect(try container.decode(ByteCount.self, forKey: key).bytes > 1_000_000)
            case "Unlimited<ByteCount>":
                #expect(try container.decode(Unlimited<ByteCount>.self, forKey: key) == .unlimited)
            case "[String]": _ = try container.decode([String].self, forKey: key)
            case "[UUID]": #expect(try container.decode([UUID].self, forKey: key).count == 1)
            case "[Int]": #expect(try container.decode([Int].self, forKey: key) == [1, 2])
            case "[[String: [Int]]]":
                #expect(try container.decode([[String: [Int]]].self, forKey: key) == [["Data": [1, 2, 3]]])
            case let type: Issue.record("\(key.stringValue) has the type \(type ?? "that the sample does not name")")
            }
        }
    }

    @Test func everyPropertyOfEverySampleDecodes() async throws {
        var properties = 0
        for line in try Fixture.text("rows/samples.jsonl").split(separator: "\n") {
            let sample = try JSONValue(parsing: line.utf8)
            let name = try #require(sample["cmdlet"]?.stringValue)
            let types = try #require(sample["types"]?.objectValue)
            let reply = "{\"@odata.context\":\"x\",\"value\":[\(try #require(sample["row"]).text())]}"
            let identity: CmdletParameters = name.hasSuffix("Statistics") ? ["UserPrincipalName": "a@b.c"] : [:]
            let outcome = try await Bench([.json(reply)]).run(Cmdlet(name, parameters: identity))
            let row = try #require(outcome.rows.first)
            let table = Dictionary(uniqueKeysWithValues: types.members.map { ($0.name, $0.value.stringValue ?? "") })
            let decoded = try Sample.$types.withValue(table) { try row.decoded(as: Sample.self) }
            #expect(decoded.names == Set(types.names), "\(name)")
            properties += decoded.names.count
        }
        #expect(properties > 800)
    }

    private struct Quirks: Decodable {
        var flag: Bool
        var rights: [String]
        var nothing: [String]
        var quota: Unlimited<ByteCount>
        var recipients: Unlimited<Int>
        var age: Duration
        var inner: Inner
        struct Inner: Decodable { var value: ByteCount }
    }

    @Test func whatTheServiceWritesInAnotherFormIsReadAllTheSame() async throws {
        let row = """
            {"Flag":"True","Rights":"FullAccess","Nothing":null,"Quota":"50 GB (53,687,091,200 bytes)","Recipients":500,\
            "Age":"-1.02:03:04.5","Inner":{"Value":2048}}
            """
        let outcome = try await Bench([.json("{\"value\":[\(row)]}")]).run(Cmdlet("Get-Mailbox"))
        let value: Quirks = try #require(try outcome.rows.first?.decoded())
        #expect(value.flag && value.rights == ["FullAccess"] && value.nothing == [])
        #expect(value.quota == .limited(.gigabytes(50)) && value.recipients.value == 500)
        #expect(value.age == .milliseconds(-93_784_500))
        #expect(value.inner.value == .kilobytes(2))
    }
}
