import ExoJSON

extension JSONObject {
    /// The names whose values differ between two objects, of which most stand at the same places in both.
    func differences(from other: JSONObject) -> Set<String> {
        var names: Set<String> = []
        for (place, member) in members.enumerated() {
            if place < other.members.count, other.members[place] == member { continue }
            if other[member.name] != member.value { names.insert(member.name) }
        }
        for (place, member) in other.members.enumerated() {
            if place < members.count, members[place].name == member.name { continue }
            if self[member.name] == nil { names.insert(member.name) }
        }
        return names
    }
}
