import EmulatorCore
import ExoJSON

extension ObjectShape {
    /// What a cmdlet writes that gives lines of text instead of objects.
    ///
    /// A typed answer has the texts themselves; that an answer in JSON has objects with one property is a guess.
    static let line = ObjectShape(
        noun: "String",
        typeName: "System.String",
        properties: [PropertyShape(name: "Value", kind: .text, fallback: "")]
    )

    /// Whether rows of it are texts.
    var isLine: Bool { noun == Self.line.noun }
}

extension CmdletOutput {
    /// Lines of text.
    static func texts(_ lines: [String], in scope: CallScope) -> CmdletOutput {
        .listing(.computed(lines.map { ObjectShape.line.row($0, ["Value": .string($0)]) }, in: scope))
    }
}
