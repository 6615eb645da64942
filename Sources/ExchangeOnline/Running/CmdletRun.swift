internal import ExoJSON
internal import ExoRows
internal import ExoTransport

#if canImport(FoundationEssentials)
internal import FoundationEssentials
#else
internal import Foundation
#endif

/// One run of a cmdlet over its pages.
///
/// Rows are handed out as soon as they are complete. A listing with a limit goes on after a short page until the limit is
/// reached or there is no more; surplus rows are cut. What is cut off ends in an error after its rows, never silently.
struct CmdletRun {
    let correlationID = UUID().uuidString.lowercased()
    private let channel: AdminChannel
    private let cmdlet: Cmdlet
    private var command: InvokeCommand?
    private var limit = RowLimit(.standard, isAsked: false)
    private var repairs = RepairWarnings()
    private var links = NextLink()
    private var target = ""
    private var pageNumber = 0
    private var page: PageReader?
    private var repetitions = 0
    private var isFinished = false

    init(_ cmdlet: Cmdlet, on connection: ExchangeConnection) {
        self.cmdlet = cmdlet
        channel = connection.channel
    }

    /// The next rows, or `nil` at the end.
    mutating func next() async throws -> CmdletPage? {
        do {
            while !isFinished {
                if let found = try await advance() { return found }
            }
            return nil
        } catch var error as ExchangeError {
            isFinished = true
            page = nil
            error.rowsDelivered = limit.delivered
            error.correlationID = correlationID
            throw error
        }
    }

    private mutating func advance() async throws -> CmdletPage? {
        guard var page else {
            self.page = try await open()
            return nil
        }
        let event: PageReader.Event
        do {
            event = try await page.next()
        } catch let error as ExchangeError where cmdlet.isRead && page.rows == 0 && error.code == .incomplete {
            // Nothing of this page was handed out, so asking for it again loses and doubles nothing.
            repetitions += 1
            guard repetitions <= 2 else { throw error }
            self.page = nil
            return nil
        } catch let error as ExchangeError {
            throw cmdlet.isRead ? error : unknown(error)
        }
        switch event {
        case .nothing:
            self.page = page
            return nil
        case .rows(let batch):
            self.page = page
            return take(batch, requestID: page.requestID)
        case .end(let end):
            self.page = nil
            return try finish(end, requestID: page.requestID)
        }
    }

    private mutating func take(_ batch: RowBatch, requestID: String?) -> CmdletPage? {
        let before = limit.delivered
        let taken = limit.take(batch)
        guard !taken.isEmpty else { return nil }
        return CmdletPage(batch: taken, warnings: repairs.texts(for: taken, after: before), requestID: requestID)
    }

    private mutating func open() async throws -> PageReader {
        let command: InvokeCommand
        if let known = self.command {
            command = known
        } else {
            command = try InvokeCommand(
                cmdlet,
                tenantID: channel.tenantID,
                pageSize: channel.request.pageSize,
                correlationID: correlationID
            )
            self.command = command
            limit = RowLimit(command.size, isAsked: command.asksForSize)
            target = command.target
        }
        do {
            let call = command.call(target, rows: limit.rows(atMost: command.pageSize))
            let response = try await channel.send(call)
            return PageReader(response, call: call, channel: channel)
        } catch let error as ExchangeError where pageNumber > 0 && error.status == 400 {
            // The same body was accepted for the first page, so the cursor is what the service refuses.
            var error = error
            error.code = .incomplete
            error.message =
                "the listing broke off after \(limit.delivered) rows: the service no longer knows its place (\(error.message))"
            error.repair = "run it again; the service keeps a place for 30 minutes"
            throw error
        }
    }

    /// What the end of a page says, and whether another follows.
    private mutating func finish(_ end: PageEnd, requestID: String?) throws -> CmdletPage {
        pageNumber += 1
        repetitions = 0
        var found = take(end.entity, requestID: requestID) ?? CmdletPage(requestID: requestID)
        found.warnings += end.warnings
        found.errors = end.errors
        found.confirmationMessage = end.confirmationMessage
        let link = end.nextLink.flatMap { $0.isEmpty ? nil : $0 }
        guard let link, cmdlet.isRead, !limit.isReached else {
            isFinished = true
            if link != nil || limit.hasCut, !found.warnings.contains(where: MoreResults.isMeant) {
                found.warnings.append(MoreResults.text)
            }
            return found
        }
        found.warnings.removeAll(where: MoreResults.isMeant)
        target = try links.target(of: link, on: channel.origin, after: target, ports: channel.domains.ports)
        return found
    }

    private func unknown(_ error: ExchangeError) -> ExchangeError {
        var error = error
        error.code = .outcomeUnknown
        error.message = "\(cmdlet.name) was accepted, but its reply is not readable to the end: \(error.message)"
        error.repair = "look at the object before running it again"
        return error
    }
}
