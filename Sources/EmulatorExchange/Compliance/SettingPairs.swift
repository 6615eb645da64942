import ExoJSON

/// Settings of labels and of their policies in the form that clients read: `[key, value]`.
struct SettingPairs {
    private var pairs: [(key: String, value: String)] = []

    init(_ texts: [String]) {
        for text in texts where text.hasPrefix("[") && text.hasSuffix("]") {
            let parts = text.dropFirst().dropLast().split(
                separator: ",",
                maxSplits: 1,
                omittingEmptySubsequences: false
            )
            guard parts.count == 2 else { continue }
            pairs.append((String(parts[0]), parts[1].trimmingBlanks))
        }
    }

    /// The value of a key in any letter case; setting nothing takes it away.
    subscript(key: String) -> String? {
        get { pairs.first { $0.key.lowercased() == key.lowercased() }?.value }
        set {
            let place = pairs.firstIndex { $0.key.lowercased() == key.lowercased() }
            switch (place, newValue) {
            case (let place?, let value?): pairs[place].value = value
            case (let place?, nil): pairs.remove(at: place)
            case (nil, let value?): pairs.append((key.lowercased(), value))
            case (nil, nil): break
            }
        }
    }

    /// The pairs with those of a table; an empty value takes a key away.
    func merging(_ table: JSONObject) -> SettingPairs {
        table.members.filter { !$0.name.contains("@") }.reduce(into: self) { pairs, member in
            let texts = (member.value.arrayValue ?? [member.value]).filter { !$0.isNull }
                .map { $0.stringValue ?? $0.text() }
            let text = texts.joined(separator: ",")
            pairs[member.name] = text.isEmpty ? nil : text
        }
    }

    var texts: [JSONValue] { pairs.map { .string("[\($0.key), \($0.value)]") } }
}
