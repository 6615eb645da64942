import CmdletCatalogue
import EmulatorCore

#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif

/// Where and for whom a cmdlet runs.
struct CallScope: Sendable {
    let context: EmulatorContext
    let tenant: TenantRecord
    let caller: CallerIdentity
    let objects: ObjectStore
    /// Where the listing stands that the call goes on with, `nil` for a call of its own.
    var continuation: ObjectListing.Position?
    /// Whose cmdlets are called.
    let service: CmdletService
    /// Who may run which cmdlets.
    let roles: RoleAccess
    /// The address that the request came from.
    var clientIP = ""
    /// What calls look at beside their objects, for as long as nothing of it changes.
    let standing = StandingFacts()
    /// What is changed by the call that runs.
    var changed = ChangedRecipient()

    init(
        context: EmulatorContext,
        tenant: TenantRecord,
        caller: CallerIdentity,
        roles: RoleAccess,
        service: CmdletService = .exchangeOnline
    ) {
        self.service = service
        self.context = context
        self.tenant = tenant
        self.caller = caller
        self.roles = roles
        objects = ObjectStore(store: context.store, names: TenantNames(tenant))
    }

    var now: ServiceDate { ServiceDate(context.clock.now) }

    /// The one object that an identity names.
    ///
    /// - Throws: ``AdminAPIError``: not found, ambiguous.
    func object(
        named identity: String,
        in view: NounView,
        types: Set<String>? = nil,
        states: Set<ExchangeObject.State> = [.active]
    ) throws -> ExchangeObject {
        let allowed = types ?? view.types
        let found = try objects.objects(named: identity, of: view.objectClass) { object in
            states.contains(object.state) && allowed?.contains(object.typeDetails) ?? true
        }
        guard let object = found.first else { throw AdminAPIError.notFound(identity, noun: view.noun) }
        guard found.count == 1 else { throw AdminAPIError.ambiguous(identity, noun: view.noun) }
        return object
    }

    /// Refuses another place than the one where all recipients are.
    ///
    /// - Throws: ``AdminAPIError``: not found.
    func requireUnit(_ place: String?) throws {
        guard let place, try isUnitOfGone(place) else { return }
        throw AdminAPIError.notFound(place, noun: "OrganizationalUnit")
    }

    /// Whether a place is the unit of those who are gone, and not the one where all are.
    ///
    /// - Throws: ``AdminAPIError``: not found.
    func isUnitOfGone(_ place: String) throws -> Bool {
        guard !place.isSame(as: tenant.defaultDomain) else { return false }
        let units = try OrganizationalUnitReader.units(self)
        return try OrganizationalUnitReader.named(place, among: units)?.name == TenantNames.deletedFolder
    }

    /// The one recipient that another parameter than the identity names.
    ///
    /// - Throws: ``AdminAPIError``: not found, in words of its own; ambiguous.
    func referenced(_ identity: String, types: Set<String>? = nil) throws -> ExchangeObject {
        do {
            return try object(named: identity, in: .recipient, types: types)
        } catch let error as AdminAPIError where error.exceptionType == AdminAPIError.notFoundType {
            throw AdminAPIError.unknownReference(identity)
        }
    }

    /// Somebody whom a group of Microsoft 365 can have, to which neither groups nor contacts belong.
    ///
    /// - Throws: ``AdminAPIError``: not found, ambiguous, no user.
    func groupUser(_ identity: String) throws -> ExchangeObject {
        do {
            return try referenced(identity, types: RecipientTypes.users)
        } catch let error as AdminAPIError where error.exceptionType == AdminAPIError.notFoundType {
            _ = try referenced(identity)
            throw AdminAPIError.noUser(identity)
        }
    }
}
