internal import ExoJSON

/// A list inside an entity that the service gives in parts: what comes first stands in the entity, the rest behind a link.
struct NestedList: Sendable {
    /// Where it goes on.
    let link: String
    /// What it is called in its entity.
    private let name: String
    /// Its entity without it.
    private let owner: JSONObject

    /// Finds the rest of a list; `nil` where all of it stands in the entity.
    init?(_ name: String, of entity: JSONObject) {
        let annotation = "\(name)@odata.nextLink"
        guard let value = entity[annotation], !value.isNull, value != "" else { return nil }
        link = value.stringValue ?? value.text()
        self.name = name
        var owner = entity
        owner[name] = nil
        owner[annotation] = nil
        self.owner = owner
    }

    /// An entry of the rest as it would stand in its entity.
    func owner(of entry: JSONObject) -> JSONObject {
        var entity = owner
        entity[name] = [.object(entry)]
        return entity
    }
}
