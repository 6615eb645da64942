import ExoJSON

/// Damage to a JSON value that leaves it one.
enum JSONDamage {
    private static let values: [JSONValue] =
        [
            .null, .bool(true), .integer(0), .integer(-1), .integer(.max), .integer(.min), .double(1e308), .double(0.5),
            .string(""), .string("\u{0}"), .string(String(repeating: "x", count: 70_000)), .array([]), .object([:]),
            .array([.null]), .array([[], [[]], [:]]), .object(["": .null]), .object(["@odata.type": "#x"]),
            .string("<script>"), .string("'; DROP TABLE user; --"),
        ]

    static func damage(_ value: JSONValue, _ random: inout SeededRandom) -> JSONValue {
        switch value {
        case .object(var object) where !object.members.isEmpty && !random.chance(6):
            let place = random.below(object.members.count)
            switch random.below(6) {
            case 0: object.members.remove(at: place)
            case 1: object.members.append(object.members[place])
            case 2: object.members[place] = .init(name: random.pick(Nasty.values), value: object.members[place].value)
            case 3: object.members.append(.init(name: random.pick(Nasty.values), value: random.pick(values)))
            default: object.members[place].value = damage(object.members[place].value, &random)
            }
            return .object(object)
        case .array(var elements) where !elements.isEmpty && !random.chance(6):
            let place = random.below(elements.count)
            switch random.below(3) {
            case 0: elements.remove(at: place)
            case 1: elements += Array(repeating: elements[place], count: random.below(50))
            default: elements[place] = damage(elements[place], &random)
            }
            return .array(elements)
        case .string where random.chance(2): return .string(random.pick(Nasty.values))
        default: return random.pick(values)
        }
    }
}
