/// Damage to the fields of a form or of a query.
enum FieldDamage {
    static func damage(_ text: String, _ random: inout SeededRandom) -> String {
        var pairs = text.split(separator: "&", omittingEmptySubsequences: false).map(String.init)
        let place = random.below(pairs.count)
        let name = pairs[place].prefix { $0 != "=" }
        switch random.below(9) {
        case 0: pairs.remove(at: place)
        case 1: pairs.insert(pairs[place], at: random.below(pairs.count + 1))
        case 2: pairs.shuffle(using: &random)
        case 3: pairs[place] = "\(name)="
        case 4: pairs[place] = "\(name)=\(random.pick(Nasty.values))"
        case 5: pairs.append("\(name)=\(random.pick(Nasty.values))")
        case 6: pairs[place] = pairs[place].replacing("%", with: random.pick(["%25", "%u00", "%%", ""]))
        case 7: pairs[place] = String(name)
        default: pairs[place] = pairs[place].uppercased()
        }
        return pairs.joined(separator: "&")
    }
}
