/// Names of people and places as they occur in a company with offices in several countries.
struct CompanyNames: Sendable {
    /// A name as it is written, and as an address has it.
    typealias Name = (shown: String, plain: String)

    let country: String
    let cities: [String]
    let given: [Name]
    let surnames: [Name]
    /// Whether the family's name comes first, without a blank.
    var isFamilyFirst = false

    private init(_ country: String, _ cities: String, given: String, surnames: String, isFamilyFirst: Bool = false) {
        self.country = country
        self.cities = cities.split(separator: ",").map(String.init)
        self.given = Self.names(given)
        self.surnames = Self.names(surnames)
        self.isFamilyFirst = isFamilyFirst
    }

    /// Words with an equals sign before what an address has for them; without one that is the word in small letters.
    private static func names(_ text: String) -> [Name] {
        text.split(separator: " ").map { word in
            let parts = word.split(separator: "=").map(String.init)
            return (parts[0], parts.count == 2 ? parts[1] : parts[0].lowercased())
        }
    }

    static let all = [
        CompanyNames(
            "Germany",
            "Berlin,Hamburg,Köln,München,Leipzig",
            given: """
                Anna Ben Clara Emil Felix Greta Hannah Jonas Jürgen=juergen Karin Lena Lukas Maja Nils Paul Sören=soeren \
                Ute Käthe=kaethe Ann-Kathrin Friedrich-Wilhelm
                """,
            surnames: """
                Adler Bauer Becker Brandt Fischer Großmann=grossmann Haas Jäger=jaeger Keller Klein Köhler=koehler Lang \
                Müller=mueller Schäfer=schaefer Schmidt Schröder=schroeder Vogel Weber Weiß=weiss Wolff \
                Müller-Lüdenscheidt=mueller-luedenscheidt Leutheusser-Schnarrenberger Oe
                """
        ),
        CompanyNames(
            "United States",
            "Seattle,Chicago,Austin,New York",
            given: "Ava Carter Daniel Ella Ethan Grace Henry Isla Jack Liam Mia Noah Olivia Ruby Samuel Zoe Mary-Jane",
            surnames: """
                Adams Brooks Carter Davis Evans Foster Green Hill Jones Lee Moore Nelson O'Brien=obrien O'Neill=oneill Price \
                Reed Smith Turner Ward Young Featherstonehaugh
                """
        ),
        CompanyNames(
            "France",
            "Paris,Lyon,Toulouse",
            given:
                "Amélie=amelie Benoît=benoit Chloé=chloe François=francois Hélène=helene Jean-Luc Léa=lea Noël=noel Zoé=zoe",
            surnames:
                "Bernard Dubois Durand Fournier Girard Lefèvre=lefevre Moreau Petit Roux Laroche-Dupont d'Arc=darc"
        ),
        CompanyNames(
            "Poland",
            "Warszawa,Kraków,Gdańsk",
            given:
                "Agnieszka Bartłomiej=bartlomiej Jakub Łukasz=lukasz Małgorzata=malgorzata Paweł=pawel Zofia Żaneta=zaneta",
            surnames:
                "Kowalski Nowak Wiśniewska=wisniewska Wójcik=wojcik Zieliński=zielinski Szczepański=szczepanski Łoś=los"
        ),
        CompanyNames(
            "Türkiye",
            "İstanbul,Ankara,İzmir",
            given: "Ayşe=ayse Çağlar=caglar Emre İbrahim=ibrahim Gül=gul Ömer=omer Şule=sule Işıl=isil",
            surnames: "Demir Kaya Öztürk=ozturk Şahin=sahin Yılmaz=yilmaz Çelik=celik Aydın=aydin"
        ),
        CompanyNames(
            "Greece",
            "Αθήνα,Θεσσαλονίκη",
            given: "Αλέξανδρος=alexandros Ελένη=eleni Γιώργος=giorgos Κατερίνα=katerina Νίκος=nikos Σοφία=sofia",
            surnames: "Παπαδόπουλος=papadopoulos Νικολάου=nikolaou Γεωργίου=georgiou Αντωνίου=antoniou"
        ),
        CompanyNames(
            "Bulgaria",
            "София,Пловдив",
            given: "Александър=aleksandar Мария=maria Иван=ivan Елена=elena Георги=georgi Юлия=yulia",
            surnames: "Иванов=ivanov Петрова=petrova Димитров=dimitrov Георгиева=georgieva Щерев=shterev"
        ),
        CompanyNames(
            "Israel",
            "תל אביב,חיפה",
            given: "נועה=noa דוד=david יעל=yael אורי=uri",
            surnames: "כהן=cohen לוי=levi מזרחי=mizrahi"
        ),
        CompanyNames(
            "Egypt",
            "القاهرة,الإسكندرية",
            given: "أحمد=ahmed فاطمة=fatima محمد=mohamed ليلى=layla",
            surnames: "حسن=hassan إبراهيم=ibrahim السيد=elsayed"
        ),
        CompanyNames(
            "India",
            "मुंबई,बेंगलुरु",
            given: "आरव=aarav प्रिया=priya विक्रम=vikram अनन्या=ananya",
            surnames: "शर्मा=sharma पटेल=patel सिंह=singh अय्यर=iyer"
        ),
        CompanyNames(
            "Japan",
            "東京,大阪",
            given: "太郎=taro 花子=hanako 健=ken 美咲=misaki 陽翔=haruto",
            surnames: "山田=yamada 佐藤=sato 鈴木=suzuki 高橋=takahashi 𠮷田=yoshida",
            isFamilyFirst: true
        ),
        CompanyNames(
            "Korea",
            "서울,부산",
            given: "민준=minjun 서연=seoyeon 지훈=jihun 하은=haeun",
            surnames: "김=kim 이=lee 박=park 최=choi",
            isFamilyFirst: true
        ),
    ]

    /// How often each of the countries occurs, of a hundred.
    static let shares = [30, 22, 10, 7, 6, 4, 4, 3, 3, 4, 4, 3]

    static let departments: [(name: String, share: Int)] = [
        ("Sales", 22), ("Operations", 18), ("Engineering", 16), ("Customer Service", 12), ("Finance", 8), ("IT", 7),
        ("Marketing", 6), ("Human Resources", 4), ("Research & Development", 4), ("Legal", 2), ("Executive Office", 1),
    ]
    static let equipment = ["Beamer", "Car", "Camera", "Conference Phone", "Laptop Cart", "Van"]
}
