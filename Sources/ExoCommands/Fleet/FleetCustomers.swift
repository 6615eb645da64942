internal import ExoJSON

/// `exo fleet customers`: whose tenants a partner administers.
enum FleetCustomers {
    static func run(_ invocation: Invocation, _ context: CommandContext) async throws -> ExitCode {
        let settings = try OutputSettings(invocation, context)
        let customers = try await PartnerCustomers(invocation, context).all()
        let rows = customers.map { customer -> JSONObject in
            [
                "Name": .string(customer.name), "TenantID": .string(customer.tenantID),
                "EndsOn": customer.endsOn.map { .string($0) } ?? .null,
            ]
        }
        try settings.print(rows, context)
        if customers.isEmpty {
            context.errors.note(
                "no customer has a relationship that is active: granular delegated administration (GDAP)"
            )
        }
        return .done
    }
}
