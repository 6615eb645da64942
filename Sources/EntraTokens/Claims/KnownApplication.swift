/// Microsoft's own applications that people get tokens with.
enum KnownApplication {
    /// The application's name.
    static func name(of applicationID: String) -> String? { names[applicationID.lowercased()] }

    private static let names: [String: String] = [
        "fb78d390-0c51-40cd-8e17-fdbfab77341b": "Exchange Online PowerShell",
        "a0c73c16-a7e3-4564-9a95-2bdf47383716": "Exchange Online PowerShell (disabled by Microsoft)",
        "04b07795-8ddb-461a-bbee-02f9e1bf7b46": "Azure CLI",
        "1950a258-227b-4e31-a9cf-717495945fc2": "Azure PowerShell",
        "14d82eec-204b-4c2f-b7e8-296a70dab67e": "Microsoft Graph PowerShell",
        "d3590ed6-52b3-4102-aeff-aad2292ab01c": "Microsoft Office",
    ]
}
