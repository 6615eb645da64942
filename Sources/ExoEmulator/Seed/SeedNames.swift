/// Words that generated people are made of.
enum SeedNames {
    static let givenNames = [
        "Ada", "Alan", "Amara", "Anna", "Arjun", "Beatriz", "Ben", "Carla", "Chidi", "Clara", "Daniel", "Elena", "Emil",
        "Farah", "Felix", "Greta", "Hana", "Hugo", "Ines", "Ivan", "Jonas", "Julia", "Kamal", "Karin", "Lars", "Leila",
        "Lena", "Luca", "Maja", "Marco", "Mei", "Milan", "Mina", "Nadia", "Nils", "Nora", "Oscar", "Paula", "Pedro",
        "Petra", "Priya", "Rafael", "Rosa", "Samir", "Sara", "Sofia", "Stefan", "Tara", "Tomas", "Vera", "Viktor",
        "Yara",
    ]
    static let surnames = [
        "Abel", "Adler", "Arnold", "Bauer", "Becker", "Berg", "Brandt", "Costa", "Cruz", "Diaz", "Dubois", "Eklund",
        "Farkas", "Fischer", "Garcia", "Haas", "Hansen", "Horvat", "Ito", "Jansen", "Kaya", "Keller", "Kim", "Klein",
        "Kovacs", "Lang", "Larsen", "Lopez", "Marin", "Mendes", "Meyer", "Moreau", "Nagy", "Novak", "Okafor", "Olsen",
        "Patel", "Peters", "Popov", "Rossi", "Santos", "Sato", "Schmidt", "Silva", "Singh", "Toth", "Vogel", "Weber",
    ]
    static let jobTitles = [
        "Accountant", "Analyst", "Architect", "Buyer", "Clerk", "Consultant", "Designer", "Developer", "Engineer",
        "Manager", "Planner", "Technician",
    ]
    static let departments = [
        "Engineering", "Finance", "HR", "IT", "Legal", "Marketing", "Operations", "Purchasing", "Retail", "Sales",
    ]
    static let offices = ["Berlin/1", "Berlin/2", "Hamburg/1", "Hamburg/3", "Köln/1", "München/4"]
    static let cities = ["Berlin", "Hamburg", "Köln", "Leipzig", "München", "Stuttgart"]
}
