import CmdletCatalogue
import EmulatorCore
import ExoJSON

#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif

/// New-PublicFolderMoveRequest; there is one at a time.
struct PublicFolderMoveMaker: CmdletHandler {
    private static let ages = ["CompletedRequestAgeLimit", "RequestExpiryInterval"]
    private static let kept = ages + ["Priority", "SuspendComment"]

    func run(_ call: BoundCall, in scope: CallScope) throws -> CmdletOutput {
        try scope.context.store.write { _ in
            // The words are a guess.
            guard call.text("SuspendComment") == nil || call.isOn("Suspend") else {
                throw AdminAPIError.invalidOperation("SuspendComment can only be used with the Suspend parameter.")
            }
            let ages = try Self.ages.map { try ($0, Self.age($0, of: call)) }
            let folders = PublicFolders(scope)
            let target = try scope.object(
                named: call.text("TargetMailbox") ?? "",
                in: .mailbox,
                types: [PublicFolderMailboxes.type]
            )
            let moved = try (call.texts("Folders") ?? []).map { try folders.folder($0) }
            let source = try Self.source(of: moved, target, PublicFolderMailboxes(scope))
            let others = try scope.publicFolderMoves()
            if let other = others.first(where: { !$0.isOver }) {
                throw AdminAPIError.recipientTask(
                    "The public folder move request \"\\\(other.object.name)\" must be removed before another one "
                        + "can be made."
                )
            }
            let name = call.text("Name") ?? "PublicFolderMove"
            if call.isQuestion { return .confirmation("Creating public folder move request \"\\\(name)\".") }
            for other in others { try scope.objects.remove(other.object) }
            var object = PublicFolderMove.noun.unnamed(in: scope)
            object.name = name
            object.properties = [
                "Folders": .array(moved.map { .string($0.path) }), "SourceMailbox": .string(source.name),
                "TargetMailbox": .string(target.name), "Suspend": .bool(call.isOn("Suspend")),
            ]
            for name in Self.kept { if let text = call.text(name) { object.properties[name] = .string(text) } }
            for (name, age) in ages { object.properties[name] = age.map { .string($0) } }
            let move = PublicFolderMove(object: try scope.objects.insert(object), now: scope.now)
            if !move.isSuspended { for folder in moved { try move.take(folder, to: target, in: folders) } }
            return .row(PublicFolderMove.noun.noun, scope, move.row(scope.objects.names))
        }
    }

    func unused(_ call: BoundCall) -> [String] {
        call.unused(
            beside: Set(Self.kept).union(["Folders", "TargetMailbox", "Name", "Suspend", "Confirm", "WhatIf"]),
            shape: nil
        )
    }

    /// How long a request is to stay that is done, as it is kept.
    ///
    /// - Throws: ``AdminAPIError`` for what is neither `Unlimited` nor a span.
    private static func age(_ parameter: String, of call: BoundCall) throws -> String? {
        guard let text = call.text(parameter), !text.isSame(as: "Unlimited") else { return call.text(parameter) }
        guard let span = TimeSpanText(parsing: text), span.ticks >= 0 else {
            throw AdminAPIError.transformation(
                parameter: parameter,
                reason: "The value \"\(text)\" is neither Unlimited nor a time span."
            )
        }
        return span.description
    }

    /// The one mailbox in which the folders are; the words of the refusals are guesses.
    private static func source(
        of folders: [PublicFolder],
        _ target: ExchangeObject,
        _ mailboxes: PublicFolderMailboxes
    ) throws -> ExchangeObject {
        if let own = folders.first(where: { $0.isRoot || $0.isSystem }) {
            throw AdminAPIError.invalidOperation("The folder \"\(own.path)\" is the service's own and can't be moved.")
        }
        let sources = folders.compactMap { mailboxes.content(of: $0) }
        guard let source = sources.first, sources.allSatisfy({ $0.guid == source.guid }) else {
            throw AdminAPIError.invalidOperation("The public folders to be moved must be in one public folder mailbox.")
        }
        guard source.guid != target.guid else {
            throw AdminAPIError.invalidOperation(
                "The public folders are in the public folder mailbox \"\(target.name)\" already."
            )
        }
        return source
    }
}

/// Get-PublicFolderMoveRequest and Get-PublicFolderMoveRequestStatistics.
struct PublicFolderMoveReader: CmdletHandler {
    private static let urgent = ["High", "Higher", "Highest", "Emergency"]

    let showsStatistics: Bool

    func run(_ call: BoundCall, in scope: CallScope) throws -> CmdletOutput {
        let found = try scope.publicFolderMoves(call).filter { move in
            let isUrgent = Self.urgent.contains { $0.isSame(as: move.object.text("Priority") ?? "Normal") }
            return call.text("Name").map { $0.isSame(as: move.object.name) } ?? true
                && call.text("Status").map { $0.isSame(as: move.status) } ?? true
                && call["Suspend"]?.flag ?? move.isSuspended == move.isSuspended
                && call["HighPriority"]?.flag ?? isUrgent == isUrgent
                // Nobody gives a request the name of a batch.
                && call.text("BatchName") == nil
        }
        let (names, showsReport) = (scope.objects.names, call.isOn("IncludeReport"))
        let rows = found.map { showsStatistics ? $0.statisticsRow(names, showsReport: showsReport) : $0.row(names) }
        let noun = showsStatistics ? PublicFolderMove.statistics : PublicFolderMove.noun.noun
        return .rows(noun, scope, limit: try ResultSize.limit(of: call)) { rows }
    }

    func unused(_ call: BoundCall) -> [String] {
        call.unused(
            beside: [
                "Identity", "BatchName", "HighPriority", "IncludeReport", "Name", "RequestGuid", "RequestQueue",
                "ResultSize", "Status", "Suspend",
            ],
            shape: nil
        )
    }
}

/// Remove-PublicFolderMoveRequest: what has not arrived stays where it is.
struct PublicFolderMoveRemover: CmdletHandler {
    func run(_ call: BoundCall, in scope: CallScope) throws -> CmdletOutput {
        try scope.context.store.write { _ in
            guard let move = try scope.publicFolderMoves(call).first else { return .done(warnings: []) }
            if call.isQuestion {
                return .confirmation("Removing public folder move request \"\\\(move.object.name)\".")
            }
            if move.status != "Completed" { try move.giveUp(in: PublicFolders(scope)) }
            try scope.objects.remove(move.object)
            return .done(warnings: [])
        }
    }

    func unused(_ call: BoundCall) -> [String] {
        call.unused(beside: ["Identity", "RequestGuid", "RequestQueue", "Confirm", "Force", "WhatIf"], shape: nil)
    }
}

extension CallScope {
    /// The requests that are there or were.
    fileprivate func publicFolderMoves() throws -> [PublicFolderMove] {
        try objects.objects(of: PublicFolderMove.noun.objectClass).map { PublicFolderMove(object: $0, now: now) }
    }

    /// The request that a call names, or all.
    ///
    /// - Throws: ``AdminAPIError`` when there is none of the name.
    fileprivate func publicFolderMoves(_ call: BoundCall) throws -> [PublicFolderMove] {
        // All are in the queue of the one database.
        let isQueue = call.text("RequestQueue").map { queue in
            [TenantNames.database, TenantNames.databaseGuid].contains { $0.isSame(as: queue) }
        }
        let all = try publicFolderMoves().filter { !$0.isOver && isQueue ?? true }
        guard let identity = call.text("Identity") ?? call.text("RequestGuid") else { return all }
        let found = all.filter { $0.isNamed(identity) }
        guard !found.isEmpty else { throw AdminAPIError.notFound(identity, noun: call.facts.noun) }
        return found
    }
}
