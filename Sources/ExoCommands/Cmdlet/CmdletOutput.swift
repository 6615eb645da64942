internal import CmdletCatalogue
internal import ExchangeOnline

/// What the rows of a cmdlet are, as far as the catalogue knows.
struct CmdletOutput {
    /// What they are, as in `Get-Mailbox`; decides the usual columns of a table.
    let noun: String
    /// Whether the cmdlet is asked for rows, so that none is an answer too; others act, and say nothing when they are done.
    let givesRows: Bool
    private let asked: String

    init(of name: String) {
        asked = name
        let parts = name.split(separator: "-", maxSplits: 1).map { $0.lowercased() }
        noun = parts.count == 2 ? parts[1] : ""
        givesRows = RowVerbs.has(name)
    }

    /// Their properties, in the order of the service; empty where they are not known.
    var properties: [String] {
        guard let object = CmdletCatalogue.object(ofNoun: noun), object.cmdlet.lowercased() == asked.lowercased()
        else { return [] }
        return object.properties.filter { !$0.isWriteOnly }.map(\.name)
    }

    /// Whether nobody saw such rows: their properties are those that cmdlets set, and what every object has.
    private var isAssumed: Bool {
        CmdletCatalogue.object(ofNoun: noun)?.properties.allSatisfy { property in
            property.evidence.allSatisfy(["parameter", "base"].contains)
        } ?? true
    }

    /// The properties that the service can be asked to choose from; empty where they are not known.
    private var selectable: [String] {
        if let entity = EntityCmdlet(named: asked) { return entity.selectableProperties }
        return asked.lowercased().hasPrefix("get-") ? properties : []
    }

    /// What the service is to leave everything else out of its rows for: columns that are names of properties, all of them.
    ///
    /// - Parameter columns: The properties needed.
    /// - Returns: The names as the service spells them; empty for whole rows.
    func selection(of columns: [String]) -> [String] {
        guard !columns.isEmpty else { return [] }
        let selectable = selectable
        let names = columns.map { column in selectable.first { $0.lowercased() == column.lowercased() } }
        return names.contains(nil) ? [] : names.compactMap(\.self)
    }

    /// Refuses columns that no row will have; patterns wait for the rows, and names where nobody saw any.
    ///
    /// - Throws: ``CommandError`` with the nearest names.
    func check(_ columns: [String], of option: String = "columns") throws {
        guard !columns.isEmpty else { return }
        let selectable = selectable
        let known = selectable.isEmpty ? properties : selectable
        guard !known.isEmpty, !isAssumed || EntityCmdlet(named: asked) != nil else { return }
        let unknowns = ColumnSelection(columns.filter { !$0.contains("@") }).unknown(among: known)
        guard let unknown = unknowns.first(where: { !WildcardPattern.isOne($0) }) else { return }
        throw CommandError(
            .usage,
            "--\(option): the rows of \(CmdletCatalogue.cmdlet(named: asked)?.name ?? asked) have no property \(unknown)",
            details: DidYouMean.columns(unknown, among: known)
        )
    }
}
