import CmdletCatalogue
import EmulatorCore

/// A cmdlet about who may do what.
struct AccessCmdlet: CmdletHandler {
    /// Whether it changes nothing.
    let isReading: Bool
    /// The parameters that have a meaning.
    let known: Set<String>
    private let body: @Sendable (BoundCall, AccessObjects) throws -> CmdletOutput

    static let question: Set = ["Confirm", "WhatIf", "Force"]

    /// A Get-, with the rows of its noun.
    static func reading(
        _ known: Set<String>,
        _ rows: @escaping @Sendable (BoundCall, AccessObjects) throws -> [ObjectRow]
    ) -> AccessCmdlet {
        AccessCmdlet(isReading: true, known: known) { call, objects in
            let found = try rows(call, objects)
            return .listing(.computed(found, in: objects.scope, limit: try ResultSize.limit(of: call)))
        }
    }

    /// What changes something.
    static func writing(
        _ known: Set<String>,
        _ body: @escaping @Sendable (BoundCall, AccessObjects) throws -> CmdletOutput
    ) -> AccessCmdlet {
        AccessCmdlet(isReading: false, known: known.union(question), body: body)
    }

    private init(
        isReading: Bool,
        known: Set<String>,
        body: @escaping @Sendable (BoundCall, AccessObjects) throws -> CmdletOutput
    ) {
        self.isReading = isReading
        self.known = known
        self.body = body
    }

    func run(_ call: BoundCall, in scope: CallScope) throws -> CmdletOutput {
        guard !isReading else { return try body(call, AccessObjects(scope)) }
        return try scope.context.store.write { _ in
            if call.facts.verb == "New" { try OrganizationCustomization.require(in: scope) }
            return try body(call, AccessObjects(scope))
        }
    }

    func unused(_ call: BoundCall) -> [String] { call.unused(beside: known, shape: nil) }
}

extension ObjectListing {
    /// Rows that are computed, and not what a noun shows of stored objects.
    static func computed(_ rows: [ObjectRow], in scope: CallScope, limit: Int? = nil) -> ObjectListing {
        let builder = RowBuilder(view: .recipient, names: scope.objects.names)
        return ObjectListing(builder: builder, source: .rows { rows }, limit: limit)
    }
}
