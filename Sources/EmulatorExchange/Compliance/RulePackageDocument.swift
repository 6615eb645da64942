import ExoJSON

/// A package of rules by which kinds of sensitive information are found: what of its XML names it and its kinds.
///
/// Patterns and words are read by ``SensitivePatterns``.
struct RulePackageDocument: Sendable {
    /// A kind of sensitive information.
    struct Entity: Sendable {
        let id: String
        /// `Entity`, `Affinity` for what is found by evidence alone, or `ExactMatch` for what stands in a table.
        let type: String
        let confidence: Int64
        fileprivate(set) var name: String
        fileprivate(set) var description = ""
    }

    private(set) var id = ""
    private(set) var version = ""
    private(set) var publisher = ""
    private(set) var name = ""
    private(set) var description = ""
    private(set) var entities: [Entity] = []

    /// - Returns: `nil` for a text without the id of a package.
    init?(_ text: String) {
        var texts: [String: (name: String, description: String)] = [:]
        var resource: String?
        for (tag, content) in XMLTags(text) {
            switch tag.name {
            case "RulePack": id = tag["id"]
            case "Version" where version.isEmpty:
                version = ["major", "minor", "build", "revision"].map { tag[$0] }.joined(separator: ".")
            case "PublisherName" where publisher.isEmpty: publisher = content
            case "Entity", "Affinity", "ExactMatch":
                let confidence = Int64(tag["recommendedConfidence"]) ?? 75
                entities.append(Entity(id: tag["id"], type: tag.name, confidence: confidence, name: tag["id"]))
            case "Resource": resource = tag["idRef"].lowercased()
            case "/Resource": resource = nil
            case "Name":
                guard let resource else {
                    if name.isEmpty { name = content }
                    continue
                }
                if texts[resource]?.name.isEmpty ?? true { texts[resource, default: ("", "")].name = content }
            case "Description":
                guard let resource else {
                    if description.isEmpty { description = content }
                    continue
                }
                if texts[resource]?.description.isEmpty ?? true {
                    texts[resource, default: ("", "")].description = content
                }
            default: break
            }
        }
        guard let guid = GUIDText(parsing: id) else { return nil }
        id = guid.description
        for place in entities.indices {
            guard let found = texts[entities[place].id.lowercased()] else { continue }
            if !found.name.isEmpty { entities[place].name = found.name }
            entities[place].description = found.description
        }
    }

    /// The package with other kinds, as the service writes it.
    static func text(id: String, publisher: String, name: String, entities: [ExchangeObject]) -> String {
        var rules = ""
        var resources = ""
        for entity in entities {
            let confidence = entity.properties["RecommendedConfidence"]?.integerValue ?? 75
            let function = entity.name.lowercased().map { $0.isLetter || $0.isNumber ? String($0) : "_" }.joined()
            rules += """
                <Entity id="\(entity.guid)" patternsProximity="300" recommendedConfidence="\(confidence)">\
                <Pattern confidenceLevel="\(confidence)"><IdMatch idRef="Func_\(function)" /></Pattern></Entity>

                """
            resources += """
                <Resource idRef="\(entity.guid)"><Name default="true" langcode="en-us">\(XMLTag.escaped(entity.name))</Name>\
                <Description default="true" langcode="en-us">\(XMLTag.escaped(entity.text("Description") ?? ""))</Description>\
                </Resource>

                """
        }
        return """
            <?xml version="1.0" encoding="utf-16"?>
            <RulePackage xmlns="http://schemas.microsoft.com/office/2011/mce">
            <RulePack id="\(id)"><Version major="1" minor="0" build="0" revision="0" /><Publisher id="\(id)" />\
            <Details defaultLangCode="en-us"><LocalizedDetails langcode="en-us">\
            <PublisherName>\(XMLTag.escaped(publisher))</PublisherName><Name>\(XMLTag.escaped(name))</Name>\
            <Description>\(XMLTag.escaped(name))</Description></LocalizedDetails></Details></RulePack>
            <Rules>
            \(rules)<LocalizedStrings>
            \(resources)</LocalizedStrings>
            </Rules>
            </RulePackage>
            """
    }
}
