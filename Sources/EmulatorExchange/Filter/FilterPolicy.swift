import CmdletCatalogue

/// Which properties the -Filter of a cmdlet may name.
enum FilterPolicy {
    /// Reads the filter of a cmdlet.
    ///
    /// - Throws: ``AdminAPIError`` with status 400 for a filter that is malformed or names a foreign property.
    static func filter(_ text: String, of cmdlet: String) throws -> RecipientFilter {
        let filter: RecipientFilter
        do {
            filter = try RecipientFilter(parsing: text)
        } catch let fault as FilterFault {
            throw AdminAPIError.filter(fault.message)
        }
        for property in filter.properties {
            let facts = CmdletCatalogue.filterProperty(named: property)
            guard let facts, facts.cmdlets.contains(cmdlet) else {
                throw AdminAPIError.filter(
                    "\"\(property)\" is not a recognized filterable property. For a complete list of filterable "
                        + "properties see the command help."
                )
            }
        }
        return filter
    }
}
