import EmulatorCore

extension Seed {
    static let contosoPeople = people(
        contosoID,
        "contoso.com",
        """
        admin | Contoso | Administrator | Administrator | IT | Berlin/1 | Berlin | Germany | global exchange
        exchange.admin | Grace | Whitfield | Messaging Engineer | IT | Berlin/1 | Berlin | Germany | exchange
        reader | Rhea | Lindqvist | Auditor | Audit | Stockholm/4 | Stockholm | Sweden | reader
        helpdesk | Hassan | Demir | Support Specialist | IT | Istanbul/2 | İstanbul | Türkiye | helpdesk
        recipients | Ruth | Okonkwo | Identity Specialist | IT | Lagos/1 | Lagos | Nigeria | recipients
        adele | Adele | Vance | Retail Manager | Retail | 18/2111 | Bellevue | United States |
        alex | Alex | Wilber | Marketing Assistant | Marketing | 131/1104 | San Diego | United States |
        amelie | Amélie | Lefèvre | Brand Designer | Marketing | Lyon/3 | Lyon | France |
        bjorn | Björn | Åkesson | Field Engineer | Engineering | Malmö/1 | Malmö | Sweden |
        chen | Chen | 王晨 | Supply Planner | Operations | Shanghai/9 | 上海 | China |
        debra | Debra | Berger | Chief Financial Officer | Finance | 18/2107 | Bellevue | United States |
        diego | Diego | Siciliani | HR Manager | HR | 14/1108 | Birmingham | United States |
        fatima | فاطمة | الزهراء | Accountant | Finance | Casablanca/1 | Casablanca | Morocco |
        grady | Grady | Archie | Designer | R&D | 19/2109 | Bloomington | United States |
        henrietta | Henrietta | Mueller | Developer | R&D | 18/1106 | Fort Lauderdale | United States |
        ilya | Илья | Соколов | Translator | Legal | Riga/2 | Rīga | Latvia |
        isaiah | Isaiah | Langer | Web Marketing Manager | Marketing | 20/1101 | Tulsa | United States |
        joni | Joni | Sherman | Paralegal | Legal | 20/1109 | Charlotte | United States |
        jose | José | Ñúñez Peña | Sales Representative | Sales | Madrid/5 | Madrid | Spain |
        lee | Lee | Gu | Director | Manufacturing | 23/3101 | Overland Park | United States |
        lidia | Lidia | Holloway | Product Manager | Engineering | 20/2107 | Tulsa | United States |
        lynne | Lynne | Robbins | Planner | Retail | 20/1104 | Tulsa | United States |
        megan | Megan | Bowen | Marketing Manager | Marketing | 12/1110 | Pittsburgh | United States |
        miriam | Miriam | Graham | Director | Sales | 131/2103 | San Diego | United States |
        nestor | Nestor | Wilke | Director | Operations | 36/2121 | Seattle | United States |
        oconnor | Siobhán | O'Connor | Customer Success Lead | Sales | Dublin/2 | Dublin | Ireland |
        patti | Patti | Fernandez | President | Executive Management | 15/1102 | Louisville | United States |
        pradeep | Pradeep | Gupta | Accountant | Finance | 98/2202 | Cairo | Egypt |
        soren | Søren | Ærø | Controller | Finance | København/1 | København | Denmark |
        yuki | 由紀 | 田中 | Key Account Manager | Sales | Tokyo/7 | 東京 | Japan |
        zoe | Zoë | van der Meer | Copywriter | Marketing | Utrecht/2 | Utrecht | Netherlands |
        former | Felix | Former | Clerk | Operations | Berlin/1 | Berlin | Germany | disabled
        """
    )

    static let fabrikamPeople =
        people(
            fabrikamID,
            "fabrikam.com",
            """
            admin | Fabrikam | Administrator | Administrator | IT | A/1 | Portland | United States | global
            olivia | Olivia | Park | Store Manager | Retail | A/2 | Portland | United States |
            noah | Noah | Bélanger | Buyer | Purchasing | B/1 | Montréal | Canada |
            emma | Emma | Castillo | Accountant | Finance | A/3 | Portland | United States |
            """
        ) + [
            SeedPerson(
                kind: .shared,
                tenantID: fabrikamID,
                alias: "orders",
                domain: "fabrikam.com",
                displayName: "Orders"
            )
        ]

    static let contosoResources: [SeedPerson] = [
        resource(.shared, "info", "Contoso Information"),
        resource(.shared, "sales", "Contoso Sales"),
        resource(.shared, "support", "Contoso Support"),
        resource(.room, "room.baltic", "Conference Room Baltic", capacity: 12),
        resource(.room, "room.adriatic", "Conference Room Adriatic", capacity: 6),
        resource(.room, "room.stevens", "Conference Room Stevens", capacity: 20),
        resource(.equipment, "projector.1", "Projector 1"),
        resource(.equipment, "van", "Delivery Van"),
        outside(.mailUser, "vendor.ada", "Ada", "Byron", "ada.byron@adatum.com"),
        outside(.mailUser, "vendor.tim", "Tim", "Öztürk", "tim@northwindtraders.com"),
        outside(.contact, "partner.kim", "Kim", "Akers", "kim.akers@proseware.com"),
        outside(.contact, "partner.li", "Li", "李娜", "li.na@tailspintoys.com"),
        outside(.contact, "press", "Press", "Office", "press@wingtiptoys.com"),
    ]

    private static let roles = [
        "global": DirectoryRoleID.globalAdministrator,
        "exchange": DirectoryRoleID.exchangeAdministrator,
        "recipients": DirectoryRoleID.exchangeRecipientAdministrator,
        "reader": DirectoryRoleID.globalReader,
        "helpdesk": DirectoryRoleID.helpdeskAdministrator,
    ]

    /// Reads people of a table: alias, given name, surname, title, department, office, city, country, and the names of
    /// roles or `disabled`.
    private static func people(_ tenantID: String, _ domain: String, _ table: String) -> [SeedPerson] {
        table.split(separator: "\n").map { line in
            let cells = line.split(separator: "|", omittingEmptySubsequences: false).map { String($0).trimmed }
            let marks = cells[8].split(separator: " ").map(String.init)
            return SeedPerson(
                kind: .user,
                tenantID: tenantID,
                alias: cells[0],
                domain: domain,
                displayName: "\(cells[1]) \(cells[2])",
                givenName: cells[1],
                surname: cells[2],
                jobTitle: cells[3],
                department: cells[4],
                office: cells[5],
                mobilePhone: "+1 555 01\(10 + cells[0].utf8.reduce(0) { $0 + Int($1) } % 90)",
                city: cells[6],
                country: cells[7],
                isEnabled: !marks.contains("disabled"),
                roles: marks.compactMap { roles[$0] }
            )
        }
    }

    private static func resource(
        _ kind: SeedPerson.Kind,
        _ alias: String,
        _ name: String,
        capacity: Int? = nil
    ) -> SeedPerson {
        SeedPerson(
            kind: kind,
            tenantID: contosoID,
            alias: alias,
            domain: "contoso.com",
            displayName: name,
            capacity: capacity
        )
    }

    private static func outside(
        _ kind: SeedPerson.Kind,
        _ alias: String,
        _ givenName: String,
        _ surname: String,
        _ address: String
    ) -> SeedPerson {
        SeedPerson(
            kind: kind,
            tenantID: contosoID,
            alias: alias,
            domain: "contoso.com",
            displayName: "\(givenName) \(surname)",
            givenName: givenName,
            surname: surname,
            externalAddress: address
        )
    }
}
