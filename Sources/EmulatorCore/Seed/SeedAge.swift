/// How old people and what they have are when a seed writes them: some weeks, some years, the same each time.
package enum SeedAge {
    private static let (least, spread) = (30, 1970)

    /// How old a tenant is: older than everybody in it.
    package static let most = least + spread

    /// Days before the seed.
    ///
    /// - Parameter guid: The guid of the recipient.
    /// - Returns: A number from a month to five and a half years.
    package static func days(of guid: String) -> Int {
        let number = guid.utf8.reduce(UInt64(14_695_981_039_346_656_037)) { ($0 ^ UInt64($1)) &* 1_099_511_628_211 }
        return least + Int((number >> 17) % UInt64(spread))
    }
}
