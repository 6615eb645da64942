import CmdletCatalogue
import HTTPServer

/// `$metadata`: the service's model as CSDL (https://docs.oasis-open.org/odata/odata-csdl-xml/v4.01/odata-csdl-xml-v4.01.html).
enum MetadataDocument {
    /// The document, which is the same for everybody.
    static let response = ServerResponse(
        status: 200,
        headers: [.init("Content-Type", "application/xml;charset=utf-8")],
        body: Array(text.utf8)
    )

    private static let capabilities = "Org.OData.Capabilities.V1"

    private static var text: String {
        let namespace = CmdletCatalogue.edmNamespace
        var lines = [
            #"<?xml version="1.0" encoding="utf-8"?>"#,
            #"<edmx:Edmx Version="4.0" xmlns:edmx="http://docs.oasis-open.org/odata/ns/edmx">"#,
            "  <edmx:DataServices>",
            #"    <Schema Namespace="\#(namespace)" xmlns="http://docs.oasis-open.org/odata/ns/edm">"#,
        ]
        for type in CmdletCatalogue.entityTypes { lines += entityType(type) }
        for type in CmdletCatalogue.complexTypes { lines += complexType(type) }
        for name in CmdletCatalogue.enumTypeNames { lines += enumeration(name) }
        for operation in CmdletCatalogue.edmOperations { lines += self.operation(operation) }
        lines += container
        return (lines + ["    </Schema>", "  </edmx:DataServices>", "</edmx:Edmx>"]).joined(separator: "\n") + "\n"
    }

    private static func entityType(_ type: EDMTypeFacts) -> [String] {
        let key = type.key.map { #"          <PropertyRef Name="\#($0)" />"# }
        return [#"      <EntityType Name="\#(type.name)">"#, "        <Key>"] + key + ["        </Key>"]
            + type.properties.map { property($0, isKey: type.key.contains($0.name)) }
            + type.navigation.map { property in
                let name = reference(property.type, property.isCollection)
                return #"        <NavigationProperty Name="\#(property.name)" Type="\#(name)" ContainsTarget="true" />"#
            } + ["      </EntityType>"]
    }

    private static func complexType(_ type: EDMTypeFacts) -> [String] {
        var attributes = #"Name="\#(type.name)""#
        if let base = type.base { attributes += #" BaseType="\#(reference(base, false))""# }
        if type.isAbstract { attributes += #" Abstract="true""# }
        if type.isOpen { attributes += #" OpenType="true""# }
        guard !type.properties.isEmpty else { return ["      <ComplexType \(attributes) />"] }
        return ["      <ComplexType \(attributes)>"] + type.properties.map { property($0, isKey: false) }
            + ["      </ComplexType>"]
    }

    private static func property(_ property: EDMTypeFacts.Property, isKey: Bool) -> String {
        let name = reference(property.type, property.isCollection)
        let nullable = property.isNullable && !isKey ? "" : #" Nullable="false""#
        return #"        <Property Name="\#(property.name)" Type="\#(name)"\#(nullable) />"#
    }

    private static func enumeration(_ name: String) -> [String] {
        [#"      <EnumType Name="\#(name)">"#]
            + (CmdletCatalogue.enumType(named: name) ?? []).map { member in
                #"        <Member Name="\#(member.name)" Value="\#(member.number ?? 0)" />"#
            } + ["      </EnumType>"]
    }

    private static func operation(_ operation: EDMOperationFacts) -> [String] {
        let element = operation.isAction ? "Action" : "Function"
        let bound = operation.isBound ? #" IsBound="true""# : ""
        var lines = [#"      <\#(element) Name="\#(operation.name)"\#(bound)>"#]
        for parameter in operation.parameters {
            let name = reference(parameter.type, parameter.isCollection)
            lines.append(#"        <Parameter Name="\#(parameter.name)" Type="\#(name)" />"#)
        }
        if let returns = operation.returns {
            let isCollection = returns.hasPrefix("Collection(")
            let type = isCollection ? String(returns.dropFirst("Collection(".count).dropLast()) : returns
            lines.append(#"        <ReturnType Type="\#(reference(type, isCollection))" />"#)
        }
        return lines + ["      </\(element)>"]
    }

    private static var container: [String] {
        let name = CmdletCatalogue.edmContainer
        var lines = [#"      <EntityContainer Name="\#(name)">"#]
        for set in CmdletCatalogue.entitySets {
            let type = set.value.text ?? set.name
            lines.append(#"        <EntitySet Name="\#(set.name)" EntityType="\#(reference(type, false))">"#)
            lines += restrictions(CmdletCatalogue.entityType(named: type))
            lines.append("        </EntitySet>")
        }
        for entry in CmdletCatalogue.edmImports {
            let element = entry.value.text ?? "ActionImport"
            let operation = element == "FunctionImport" ? "Function" : "Action"
            lines.append(
                #"        <\#(element) Name="\#(entry.name)" \#(operation)="\#(reference(entry.name, false))" />"#
            )
        }
        return lines + ["      </EntityContainer>"]
    }

    /// Which properties a filter may not name.
    private static func restrictions(_ type: EDMTypeFacts?) -> [String] {
        guard let type else { return [] }
        let others = type.properties.filter { !type.filterableProperties.contains($0.name) }
        var lines = [
            #"          <Annotation Term="\#(capabilities).FilterRestrictions">"#, "            <Record>",
            #"              <PropertyValue Property="Filterable" Bool="\#(type.isFilterable)" />"#,
        ]
        if !others.isEmpty, !type.filterableProperties.isEmpty {
            lines.append(#"              <PropertyValue Property="NonFilterableProperties">"#)
            lines.append("                <Collection>")
            lines += others.map { "                  <PropertyPath>\($0.name)</PropertyPath>" }
            lines += ["                </Collection>", "              </PropertyValue>"]
        }
        return lines + ["            </Record>", "          </Annotation>"]
    }

    private static let primitive: Set = [
        "String", "Boolean", "Byte", "Int16", "Int32", "Int64", "Guid", "DateTimeOffset",
    ]

    private static func reference(_ type: String, _ isCollection: Bool) -> String {
        let name = primitive.contains(type) ? "Edm.\(type)" : "\(CmdletCatalogue.edmNamespace).\(type)"
        return isCollection ? "Collection(\(name))" : name
    }
}
