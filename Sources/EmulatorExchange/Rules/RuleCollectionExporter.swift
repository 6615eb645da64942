import CmdletCatalogue
import EmulatorCore
import ExoJSON

/// Export-TransportRuleCollection: the rules of mail flow as a file, each as the line that makes it.
///
/// See https://learn.microsoft.com/exchange/security-and-compliance/mail-flow-rules/manage-mail-flow-rules. In which order
/// a line has its parameters is a guess.
struct RuleCollectionExporter: CmdletHandler {
    private static let noun = SettingNoun("TransportRule")
    private static let shape = ObjectShape(
        noun: "TransportRuleCollection",
        typeName: "Microsoft.Exchange.Data.BinaryFileDataObject",
        properties: [
            PropertyShape(name: "FileData", kind: .texts, fallback: []),
            PropertyShape(name: "Identity", kind: .text, fallback: .null),
            PropertyShape(name: "IsValid", kind: .flag, fallback: true),
            PropertyShape(name: "ObjectState", kind: .text, fallback: "New"),
        ]
    )

    func run(_ call: BoundCall, in scope: CallScope) throws -> CmdletOutput {
        if let format = call.text("Format"), format != "RuleCollectionXML" {
            throw AdminAPIError.notEmulated("\(call.facts.name) -Format \(format)", stage: .cmdlet)
        }
        let rules =
            if call.text("Identity") != nil {
                [try Self.noun.object(call, scope)]
            } else {
                try SettingOrder(Self.noun, owner: nil, scope)?.objects() ?? []
            }
        if call.isQuestion { return .confirmation("Exporting the transport rule collection.") }
        let bytes = FileText.bytes(ofText: Self.document(of: rules))
        let row = Self.shape.row("", ["FileData": .array(bytes.map { .integer(Int64($0)) })])
        return .listing(.computed([row], in: scope))
    }

    func unused(_ call: BoundCall) -> [String] {
        call.unused(beside: ["Identity", "Format", "Confirm", "WhatIf"], shape: nil)
    }

    private static func document(of rules: [ExchangeObject]) -> String {
        let parts = rules.map { rule in
            """
              <rule name="\(XMLTag.escaped(rule.name))" id="\(rule.guid)" format="cmdlet">
                <version requiredMinVersion="15.0.3.0">
                  <commandBlock><![CDATA[\(line(of: rule).replacing("]]>", with: "]]]]><![CDATA[>"))]]></commandBlock>
                </version>
              </rule>

            """
        }
        let text = """
            <?xml version="1.0" encoding="utf-16" standalone="yes"?>
            <rules name="TransportVersioned">
            \(parts.joined())</rules>
            """
        return text.replacing("\r\n", with: "\n").replacing("\n", with: "\r\n")
    }

    /// The line that makes a rule: its name, comments and mode, conditions and actions, exceptions.
    private static func line(of rule: ExchangeObject) -> String {
        var said = rule.properties
        for member in TransportRuleDefaults.of(rule).members { said[member.name] = member.value }
        said["Name"] = .string(rule.name)
        said["Mode"] = said["Mode"] ?? "Enforce"
        said["Priority"] = nil
        said["Enabled"] = rule.text("State") == "Disabled" ? false : nil
        said[TransportRuleDefaults.parameter] = said[TransportRuleDefaults.notification]
        let parameters = CmdletCatalogue.cmdlet(named: "New-TransportRule")?.parameters ?? []
        let first = ["Name", "Comments", "Mode"].compactMap { name in parameters.first { $0.name == name } }
        let others = parameters.filter { parameter in !first.contains { $0.name == parameter.name } }
        let exceptions = others.filter { $0.name.hasPrefix("ExceptIf") }
        let words = (first + others.filter { !$0.name.hasPrefix("ExceptIf") } + exceptions).compactMap { parameter in
            said[parameter.name].flatMap { written($0, parameter) }.map { "-\(parameter.name) \($0)" }
        }
        return (["New-TransportRule"] + words).joined(separator: " ")
    }

    /// A value as a line has it, `nil` for nothing.
    private static func written(_ value: JSONValue, _ parameter: ParameterFacts) -> String? {
        switch value {
        case .null, .string(""), .array([]): nil
        case .bool(let flag): flag ? "$true" : "$false"
        case .string(let text):
            CmdletCatalogue.type(named: parameter.type)?.kind == "enum"
                ? text : "'\(text.replacing("'", with: "''"))'"
        case .array(let elements): elements.compactMap { written($0, parameter) }.joined(separator: ",")
        case .object(let table): "@{\(written(table, parameter))}"
        default: value.text()
        }
    }

    private static func written(_ table: JSONObject, _ parameter: ParameterFacts) -> String {
        let pairs = table.members.compactMap { member in
            written(member.value, parameter).map { "'\(member.name)'=\($0)" }
        }
        return pairs.joined(separator: "; ")
    }
}
