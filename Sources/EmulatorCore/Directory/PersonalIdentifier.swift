/// The number that the service gives to every account beside its object id (PUID): sixteen digits, the same in every database.
package enum PersonalIdentifier {
    /// The number of the user with an object id.
    package static func make(_ userID: String) -> String {
        "100320" + String(SeedIdentifier.make("puid", userID).filter { $0 != "-" }.prefix(10)).uppercased()
    }
}
