import EmulatorAdministration
import EmulatorCore
import EmulatorEntra

extension Seed {
    static let contosoPeople: [SeedPerson] =
        [
            person("admin", "Contoso", "Administrator", "Administrator", "IT", "Berlin/1", "Berlin", "Germany")
                .holding(DirectoryRoleID.globalAdministrator, DirectoryRoleID.exchangeAdministrator),
            person("exchange.admin", "Grace", "Whitfield", "Messaging Engineer", "IT", "Berlin/1", "Berlin", "Germany")
                .holding(DirectoryRoleID.exchangeAdministrator),
            person("reader", "Rhea", "Lindqvist", "Auditor", "Audit", "Stockholm/4", "Stockholm", "Sweden")
                .holding(DirectoryRoleID.globalReader),
            person("helpdesk", "Hassan", "Demir", "Support Specialist", "IT", "Istanbul/2", "İstanbul", "Türkiye")
                .holding(DirectoryRoleID.helpdeskAdministrator),
            person("recipients", "Ruth", "Okonkwo", "Identity Specialist", "IT", "Lagos/1", "Lagos", "Nigeria")
                .holding(DirectoryRoleID.exchangeRecipientAdministrator),
            person("adele", "Adele", "Vance", "Retail Manager", "Retail", "18/2111", "Bellevue", "United States"),
            person(
                "alex",
                "Alex",
                "Wilber",
                "Marketing Assistant",
                "Marketing",
                "131/1104",
                "San Diego",
                "United States"
            ),
            person("amelie", "Amélie", "Lefèvre", "Brand Designer", "Marketing", "Lyon/3", "Lyon", "France"),
            person("bjorn", "Björn", "Åkesson", "Field Engineer", "Engineering", "Malmö/1", "Malmö", "Sweden"),
            person("chen", "Chen", "王晨", "Supply Planner", "Operations", "Shanghai/9", "上海", "China"),
            person(
                "debra",
                "Debra",
                "Berger",
                "Chief Financial Officer",
                "Finance",
                "18/2107",
                "Bellevue",
                "United States"
            ),
            person("diego", "Diego", "Siciliani", "HR Manager", "HR", "14/1108", "Birmingham", "United States"),
            person("fatima", "فاطمة", "الزهراء", "Accountant", "Finance", "Casablanca/1", "Casablanca", "Morocco"),
            person("grady", "Grady", "Archie", "Designer", "R&D", "19/2109", "Bloomington", "United States"),
            person(
                "henrietta",
                "Henrietta",
                "Mueller",
                "Developer",
                "R&D",
                "18/1106",
                "Fort Lauderdale",
                "United States"
            ),
            person("ilya", "Илья", "Соколов", "Translator", "Legal", "Riga/2", "Rīga", "Latvia"),
            person(
                "isaiah",
                "Isaiah",
                "Langer",
                "Web Marketing Manager",
                "Marketing",
                "20/1101",
                "Tulsa",
                "United States"
            ),
            person("joni", "Joni", "Sherman", "Paralegal", "Legal", "20/1109", "Charlotte", "United States"),
            person("jose", "José", "Ñúñez Peña", "Sales Representative", "Sales", "Madrid/5", "Madrid", "Spain"),
            person("lee", "Lee", "Gu", "Director", "Manufacturing", "23/3101", "Overland Park", "United States"),
            person("lidia", "Lidia", "Holloway", "Product Manager", "Engineering", "20/2107", "Tulsa", "United States"),
            person("lynne", "Lynne", "Robbins", "Planner", "Retail", "20/1104", "Tulsa", "United States"),
            person(
                "megan",
                "Megan",
                "Bowen",
                "Marketing Manager",
                "Marketing",
                "12/1110",
                "Pittsburgh",
                "United States"
            ),
            person("miriam", "Miriam", "Graham", "Director", "Sales", "131/2103", "San Diego", "United States"),
            person("nestor", "Nestor", "Wilke", "Director", "Operations", "36/2121", "Seattle", "United States"),
            person("oconnor", "Siobhán", "O'Connor", "Customer Success Lead", "Sales", "Dublin/2", "Dublin", "Ireland"),
            person(
                "patti",
                "Patti",
                "Fernandez",
                "President",
                "Executive Management",
                "15/1102",
                "Louisville",
                "United States"
            ),
            person("pradeep", "Pradeep", "Gupta", "Accountant", "Finance", "98/2202", "Cairo", "Egypt"),
            person("soren", "Søren", "Ærø", "Controller", "Finance", "København/1", "København", "Denmark"),
            person("yuki", "由紀", "田中", "Key Account Manager", "Sales", "Tokyo/7", "東京", "Japan"),
            person("zoe", "Zoë", "van der Meer", "Copywriter", "Marketing", "Utrecht/2", "Utrecht", "Netherlands"),
            person("former", "Felix", "Former", "Clerk", "Operations", "Berlin/1", "Berlin", "Germany").disabled,
        ]

    static let fabrikamPeople: [SeedPerson] = [
        person(
            "admin",
            "Fabrikam",
            "Administrator",
            "Administrator",
            "IT",
            "A/1",
            "Portland",
            "United States",
            fabrikam
        )
        .holding(DirectoryRoleID.globalAdministrator),
        person("olivia", "Olivia", "Park", "Store Manager", "Retail", "A/2", "Portland", "United States", fabrikam),
        person("noah", "Noah", "Bélanger", "Buyer", "Purchasing", "B/1", "Montréal", "Canada", fabrikam),
        person("emma", "Emma", "Castillo", "Accountant", "Finance", "A/3", "Portland", "United States", fabrikam),
        resource(.shared, "orders", "Orders", fabrikam),
    ]

    static let contosoResources: [SeedPerson] = [
        resource(.shared, "info", "Contoso Information"),
        resource(.shared, "sales", "Contoso Sales"),
        resource(.shared, "support", "Contoso Support"),
        resource(.room, "room.baltic", "Conference Room Baltic").seating(12),
        resource(.room, "room.adriatic", "Conference Room Adriatic").seating(6),
        resource(.room, "room.stevens", "Conference Room Stevens").seating(20),
        resource(.equipment, "projector.1", "Projector 1"),
        resource(.equipment, "van", "Delivery Van"),
        outside(.mailUser, "vendor.ada", "Ada", "Byron", "ada.byron@adatum.com"),
        outside(.mailUser, "vendor.tim", "Tim", "Öztürk", "tim@northwindtraders.com"),
        outside(.contact, "partner.kim", "Kim", "Akers", "kim.akers@proseware.com"),
        outside(.contact, "partner.li", "Li", "李娜", "li.na@tailspintoys.com"),
        outside(.contact, "press", "Press", "Office", "press@wingtiptoys.com"),
    ]

    private static let fabrikam = (id: fabrikamID, domain: "fabrikam.com")

    private static func person(
        _ alias: String,
        _ givenName: String,
        _ surname: String,
        _ jobTitle: String,
        _ department: String,
        _ office: String,
        _ city: String,
        _ country: String,
        _ tenant: (id: String, domain: String) = (contosoID, "contoso.com")
    ) -> SeedPerson {
        SeedPerson(
            kind: .user,
            tenantID: tenant.id,
            alias: alias,
            domain: tenant.domain,
            displayName: "\(givenName) \(surname)",
            givenName: givenName,
            surname: surname,
            jobTitle: jobTitle,
            department: department,
            office: office,
            mobilePhone: "+1 555 01\(10 + alias.utf8.reduce(0) { $0 + Int($1) } % 90)",
            city: city,
            country: country
        )
    }

    private static func resource(
        _ kind: SeedPerson.Kind,
        _ alias: String,
        _ name: String,
        _ tenant: (id: String, domain: String) = (contosoID, "contoso.com")
    ) -> SeedPerson {
        SeedPerson(kind: kind, tenantID: tenant.id, alias: alias, domain: tenant.domain, displayName: name)
    }

    private static func outside(
        _ kind: SeedPerson.Kind,
        _ alias: String,
        _ givenName: String,
        _ surname: String,
        _ address: String
    ) -> SeedPerson {
        var person = SeedPerson(
            kind: kind,
            tenantID: contosoID,
            alias: alias,
            domain: "contoso.com",
            displayName: "\(givenName) \(surname)"
        )
        person.givenName = givenName
        person.surname = surname
        person.externalAddress = address
        return person
    }
}

extension SeedPerson {
    fileprivate func holding(_ roles: String...) -> SeedPerson {
        var person = self
        person.roles = roles
        return person
    }

    fileprivate var disabled: SeedPerson {
        var person = self
        person.isEnabled = false
        return person
    }

    fileprivate func seating(_ capacity: Int) -> SeedPerson {
        var person = self
        person.capacity = capacity
        return person
    }
}
