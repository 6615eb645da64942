import ExoJSON

/// Makes the same random JSON every time (SplitMix64).
struct RandomPages: RandomNumberGenerator {
    private var state: UInt64

    init(seed: UInt64) { state = seed }

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ mixed >> 30) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ mixed >> 27) &* 0x94D0_49BB_1331_11EB
        return mixed ^ mixed >> 31
    }

    /// A text with everything that matters to a reader of JSON.
    mutating func text() -> JSONValue {
        let pieces = ["a", "\"", "\\", "{", "}", "[", "]", ",", ":", "@", "é", "😀", "\n", "\u{1}", " ", "name"]
        let count = Int.random(in: 0...80, using: &self)
        return .string((0..<count).map { _ in pieces[Int.random(in: 0..<pieces.count, using: &self)] }.joined())
    }

    mutating func object(levels: Int) -> JSONValue {
        var object = JSONObject()
        for place in 0..<Int.random(in: 0...6, using: &self) {
            let suffix = Int.random(in: 0...2, using: &self) == 0 ? "@odata.type" : ""
            let name = String(repeating: "n", count: Int.random(in: 0...70, using: &self)) + String(place) + suffix
            object[name] = value(levels: levels - 1)
        }
        return .object(object)
    }

    private mutating func value(levels: Int) -> JSONValue {
        switch Int.random(in: 0...(levels > 0 ? 7 : 5), using: &self) {
        case 0: return .null
        case 1: return .bool(Bool.random(using: &self))
        case 2: return .integer(Int64.random(in: .min ... .max, using: &self))
        case 3: return .double(-1.5e-7)
        case 4, 5: return text()
        case 6: return object(levels: levels)
        default:
            let count = Int.random(in: 0...3, using: &self)
            return .array((0..<count).map { _ in value(levels: levels - 1) })
        }
    }
}

extension JSONValue {
    /// The value without members whose name contains an at sign, the slow way.
    var withoutAnnotations: JSONValue {
        switch self {
        case .object(let object):
            let kept = object.members.filter { !$0.name.contains("@") }
            return .object(JSONObject(kept.map { .init(name: $0.name, value: $0.value.withoutAnnotations) }))
        case .array(let elements): return .array(elements.map(\.withoutAnnotations))
        default: return self
        }
    }
}
