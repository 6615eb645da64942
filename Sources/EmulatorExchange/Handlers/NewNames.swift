import EmulatorCore
import ExoJSON

#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif

/// How a new recipient is called: what a call says of it, and what follows where it says nothing.
struct NewNames: Sendable {
    /// The parameters that are read here.
    static let parameters: Set = ["Name", "Alias", "DisplayName", "PrimarySmtpAddress"]

    private(set) var name: String
    private(set) var displayName: String
    let alias: String
    /// The address, without its prefix.
    var primary: String
    /// The address in the organization's first domain, without its prefix.
    let second: String
    /// More addresses, without their prefixes.
    var others: [String] = []

    /// Reads the names.
    ///
    /// - Parameters:
    ///   - call: The call.
    ///   - isAccount: Whether somebody is made who can sign in, whose names do not give way to those of others.
    ///   - signIn: The name by which somebody signs in.
    ///   - scope: Where others have names.
    /// - Throws: ``AdminAPIError`` for a unit that is not there.
    init(_ call: BoundCall, isAccount: Bool = false, signIn: String? = nil, scope: CallScope) throws {
        try scope.requireUnit(call.text("OrganizationalUnit"))
        let given = call.text("Name") ?? call.text("DisplayName") ?? ""
        displayName = call.text("DisplayName") ?? given
        name = given
        let address = call.text("PrimarySmtpAddress") ?? signIn
        let wanted = signIn.map { $0.prefix { $0 != "@" } }.map(String.init) ?? Self.letters(of: given)
        let isFixed = isAccount && signIn == nil && wanted.contains { $0 != "?" }
        alias =
            try call.text("Alias")
            ?? (isFixed
                ? Self.withoutLoosePeriods(String(wanted.prefix(64)))
                : Self.free(wanted, addressToo: address == nil, scope))
        primary =
            try address
            ?? (isAccount
                ? "\(alias)@\(scope.tenant.defaultDomain)" : scope.freeAddress(alias, in: scope.tenant.defaultDomain))
        second = try scope.freeAddress(alias, in: scope.tenant.initialDomain)
    }

    /// Gives a name way that another recipient has: it gets an end of its own.
    mutating func giveWay(_ scope: CallScope) throws {
        let others = try scope.objects.objects(named: name, of: .recipient) {
            $0.state == .active && $0.name.lowercased() == name.lowercased()
        }
        guard !others.isEmpty else { return }
        name = "\(alias)_\(UUID.random().uuidString.lowercased().filter { $0 != "-" }.prefix(10))"
    }

    /// Lets a group be called as the organization's policy says.
    ///
    /// - Throws: ``AdminAPIError`` for names that the policy forbids.
    mutating func follow(_ policy: GroupNamingPolicy) throws {
        name = try policy.name(name)
        displayName = try policy.name(displayName)
    }

    init(name: String, displayName: String, alias: String, primary: String, second: String) {
        self.name = name
        self.displayName = displayName
        self.alias = alias
        self.primary = primary
        self.second = second
    }

    /// The primary address, more of them, and the one in the organization's first domain.
    var addresses: [String] {
        ["SMTP:\(primary)"] + others.map { "smtp:\($0)" }
            + (primary.lowercased() == second.lowercased() ? [] : ["smtp:\(second)"])
    }

    /// The name by which an account signs in of which nothing else is said: the alias without what such names cannot have.
    ///
    /// - Throws: `DatabaseError`.
    func signInName(_ scope: CallScope) throws -> String {
        let domain = scope.tenant.defaultDomain
        let start = Self.withoutLoosePeriods(alias.filter { !"%&*?/=`{|}".contains($0) })
        guard start.isEmpty else { return "\(start)@\(domain)" }
        var login = "\(Self.nobody)@\(domain)"
        var number = 0
        while try scope.context.directory.user(login) != nil {
            number += 1
            login = "\(Self.nobody)\(number)@\(domain)"
        }
        return login
    }

    /// What somebody is called of whose name nothing can be used.
    private static let nobody = "recipient"

    /// A text in which periods stand between other characters.
    private static func withoutLoosePeriods(_ text: String) -> String {
        text.split(separator: ".").map { String($0) }.joined(separator: ".")
    }

    /// What an alias can have of a name: blanks go, and a question mark stands for what is not allowed.
    private static func letters(of name: String) -> String {
        let letters = name.filter { !$0.isWhitespace }.map { character -> Character in
            let isLetter = character.isASCII && (character.isLetter || character.isNumber)
            return isLetter || AliasRule.marks.contains(character) ? character : "?"
        }
        return withoutLoosePeriods(String(letters))
    }

    /// An alias that nobody has: the wanted one, or with a number behind it.
    private static func free(_ wanted: String, addressToo: Bool, _ scope: CallScope) throws -> String {
        let start = wanted.contains { $0 != "?" } ? withoutLoosePeriods(String(wanted.prefix(58))) : nobody
        var alias = start
        var number = 0
        func isTaken() throws -> Bool {
            if try scope.hasAlias(alias) { return true }
            guard addressToo else { return false }
            return try scope.objects.owner(ofAddress: "\(alias)@\(scope.tenant.defaultDomain)") != nil
        }
        while try isTaken() {
            number += 1
            alias = start + String(number)
        }
        return alias
    }
}

extension CallScope {
    /// The address that the organization's policy makes of an alias: with a number behind it where it is somebody's already.
    ///
    /// - Parameters:
    ///   - alias: The alias.
    ///   - domain: A domain of the organization.
    ///   - guid: Whose address it may be.
    /// - Returns: The address, without a prefix.
    /// - Throws: `DatabaseError`.
    func freeAddress(_ alias: String, in domain: String, beside guid: String? = nil) throws -> String {
        var address = "\(alias)@\(domain)"
        var number = 0
        while try objects.owner(ofAddress: address, besides: guid) != nil {
            number += 1
            address = "\(alias)\(number)@\(domain)"
        }
        return address
    }

    /// Refuses an address of a new account that is somebody's already.
    ///
    /// - Throws: ``AdminAPIError``.
    func requireFree(_ address: String) throws {
        guard try objects.owner(ofAddress: address) != nil || context.directory.user(address) != nil else { return }
        var error = AdminAPIError(
            exceptionType: "Microsoft.Exchange.Management.Tasks.WLCDManagedMemberExistsException",
            message: "The proxy address \"SMTP:\(address)\" is already being used by the proxy addresses or "
                + "LegacyExchangeDN. Please choose another proxy address."
        )
        error.messageName = "ExB10BE9"
        throw error
    }

    /// Whether a recipient that is there has an alias, another one than a given one.
    func hasAlias(_ alias: String, beside guid: String = "") throws -> Bool {
        try !objects.objects(named: alias, of: .recipient) { other in
            other.state == .active && other.guid != guid && other.text("Alias")?.lowercased() == alias.lowercased()
        }.isEmpty
    }
}

extension ExchangeObject {
    /// Gives an object that is not stored yet its guid, and the names that are made of it.
    mutating func become(_ guid: String, alias: String) {
        self.guid = guid
        let digits = guid.filter { $0 != "-" }
        properties["LegacyExchangeDN"] = .string(
            "\(TenantNames.administrativeGroup)/cn=Recipients/cn=\(digits)-\(alias)"
        )
    }
}

extension ObjectDraft {
    /// A recipient that is not stored yet: its names and addresses are held against everybody else's.
    ///
    /// Addresses have their prefixes; without any, those that follow from the names are taken.
    init(
        new object: ExchangeObject,
        _ names: NewNames,
        addresses: [String]? = nil,
        view: NounView,
        rules: WritingRules,
        scope: CallScope
    ) throws {
        var object = object
        object.become(UUID.random().uuidString.lowercased(), alias: names.alias)
        object.name = names.name
        object.properties["EmailAddresses"] = nil
        self.init(object: object, shape: view.shape)
        let addresses = addresses ?? names.addresses
        for (parameter, value) in [
            ("Name", JSONValue.string(names.name)), ("Alias", JSONValue.string(names.alias)),
            ("EmailAddresses", JSONValue.array(addresses.map { .string($0) })),
        ] {
            try rules.apply(parameter, .value(value), to: &self, scope: scope)
        }
    }

    /// Puts the parameters of a call into the draft, all but some, and looks at the whole.
    mutating func take(_ call: BoundCall, beside own: Set<String>, rules: WritingRules, scope: CallScope) throws {
        try rules.check(call)
        for (parameter, value) in call.parameters where !own.contains(parameter) {
            try rules.apply(parameter, value, to: &self, scope: scope)
        }
        try rules.finish(&self, scope: scope)
    }
}

extension SeedPerson {
    /// Somebody new, after what a call says.
    init(_ kind: Kind, _ names: NewNames, _ call: BoundCall, in tenant: TenantRecord) {
        self.init(
            kind: kind,
            tenantID: tenant.id,
            alias: names.alias,
            domain: names.primary.split(separator: "@").last.map(String.init) ?? tenant.defaultDomain,
            displayName: names.displayName,
            givenName: call.text("FirstName"),
            surname: call.text("LastName")
        )
    }
}
