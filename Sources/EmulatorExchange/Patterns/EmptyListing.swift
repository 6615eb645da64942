import CmdletCatalogue
import EmulatorCore

/// Get- of what nobody here makes: reports of days without such mail, inventories without devices.
///
/// The listing has the noun's shape, and dates are looked at as the service does.
struct EmptyListing: CmdletHandler {
    private static let chosen: Set = [
        "ApprovalStatus", "CreatedAfter", "StartDate", "EndDate", "Identity", "ResultSize", "Page", "PageSize",
        "Organization",
    ]
    let noun: String

    func run(_ call: BoundCall, in scope: CallScope) throws -> CmdletOutput {
        try Self.checkDates(call)
        let builder = RowBuilder(view: .settings(noun), names: scope.objects.names)
        if let identity = call.text("Identity"), !identity.contains("*") {
            throw AdminAPIError.notFound(identity, noun: noun)
        }
        return .listing(ObjectListing(builder: builder, source: .sequences { [] }, limit: nil))
    }

    func unused(_ call: BoundCall) -> [String] { call.unused(beside: Self.chosen, shape: nil) }

    static func checkDates(_ call: BoundCall) throws {
        guard let start = call.text("StartDate").flatMap({ ServiceDate(parsing: $0) }),
            let end = call.text("EndDate").flatMap({ ServiceDate(parsing: $0) }), start > end
        else { return }
        throw AdminAPIError(
            exceptionType: "Microsoft.Exchange.Management.ReportingTask.InvalidExpressionException",
            message: "Invalid StartDate value. The StartDate can't be greater than the EndDate."
        )
    }
}

/// What changes an object of a noun of which nobody here makes any: there is none of that name.
struct AbsentTarget: CmdletHandler {
    /// The parameter that names one.
    let parameter: String

    func run(_ call: BoundCall, in scope: CallScope) throws -> CmdletOutput {
        throw AdminAPIError.notFound(call.text(parameter) ?? "", noun: call.facts.noun)
    }
}
