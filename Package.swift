// swift-tools-version: 6.2
import PackageDescription

/// A C library of the distribution, reached through a module map below `Sources/System`.
func system(_ name: String, pkgConfig: String? = nil, apt: String, brew: String) -> Target {
    .systemLibrary(
        name: name,
        path: "Sources/System/\(name)",
        pkgConfig: pkgConfig,
        providers: [.apt([apt]), .brew([brew])]
    )
}

let package = Package(
    name: "exo",
    platforms: [.macOS(.v15)],
    products: [
        .library(name: "ExchangeOnline", targets: ["ExchangeOnline", "EntraTokens", "ExoTransport", "ExoJSON"]),
        .library(name: "EntraTokens", targets: ["EntraTokens", "ExoTransport", "ExoJSON"]),
        .library(name: "ExoEmulator", targets: ["ExoEmulator"]),
        .executable(name: "exo", targets: ["exo"]),
        .executable(name: "exo-emulator", targets: ["exo-emulator"]),
    ],
    targets: [
        system("CCurl", apt: "libcurl4-openssl-dev", brew: "curl"),
        system("COpenSSL", pkgConfig: "openssl", apt: "libssl-dev", brew: "openssl@3"),
        system("CSQLite", pkgConfig: "sqlite3", apt: "libsqlite3-dev", brew: "sqlite"),
        system("CMicrohttpd", apt: "libmicrohttpd-dev", brew: "libmicrohttpd"),
        system("CJQ", apt: "libjq-dev", brew: "jq"),
        system("CYAML", apt: "libyaml-dev", brew: "libyaml"),
        .systemLibrary(name: "CNamespaces", path: "Sources/System/CNamespaces"),
        .systemLibrary(name: "CByteMasks", path: "Sources/System/CByteMasks"),
        .systemLibrary(name: "CCellWidth", path: "Sources/System/CCellWidth"),
        .systemLibrary(name: "CSecretService", path: "Sources/System/CSecretService"),
        .systemLibrary(name: "CSessionBus", path: "Sources/System/CSessionBus"),
        .systemLibrary(name: "CEditLine", path: "Sources/System/CEditLine"),
        .target(name: "CSimdjson", path: "Sources/System/CSimdjson", linkerSettings: [.linkedLibrary("simdjson")]),
        .target(
            name: "CEmulatorResources",
            path: "Sources/CEmulatorResources",
            exclude: ["exchange", "graph", "pages"]
        ),
        .target(name: "CCmdletData", path: "Sources/CCmdletData", exclude: ["cmdlets.bin"]),

        .target(
            name: "ExoJSON",
            dependencies: ["CSimdjson"],
            linkerSettings: [.linkedLibrary("m", .when(platforms: [.linux]))]
        ),
        .target(name: "ExoCrypto", dependencies: ["COpenSSL"]),
        .target(name: "ExoTransport", dependencies: ["CCurl", "COpenSSL", "CSessionBus"]),
        .target(name: "EntraTokens", dependencies: ["ExoTransport", "ExoJSON", "ExoCrypto", "CSecretService"]),
        .target(name: "CmdletCatalogue", dependencies: ["CCmdletData"]),
        .target(name: "ExoRows", dependencies: ["ExoJSON", "CByteMasks"]),
        .target(name: "ExoJQ", dependencies: ["CJQ"]),
        .target(name: "ExoYAML", dependencies: ["CYAML", "ExoJSON"]),
        .target(
            name: "ExchangeOnline",
            dependencies: ["EntraTokens", "ExoTransport", "ExoJSON", "ExoCrypto", "CmdletCatalogue", "ExoRows"]
        ),
        .target(name: "ExoLineEditor", dependencies: ["CEditLine"]),
        .target(
            name: "ExoCommands",
            dependencies: [
                "ExoLineEditor",
                "ExchangeOnline", "EntraTokens", "ExoTransport", "ExoJSON", "ExoCrypto", "ExoRows", "ExoJQ", "ExoYAML",
                "CmdletCatalogue", "CCellWidth",
            ]
        ),
        .executableTarget(name: "exo", dependencies: ["ExoCommands"]),

        .target(name: "HTTPServer", dependencies: ["CMicrohttpd"]),
        .target(
            name: "EmulatorCore",
            dependencies: ["HTTPServer", "ExoJSON", "ExoCrypto", "CSQLite", "CEmulatorResources"]
        ),
        .target(name: "EmulatorAdministration", dependencies: ["EmulatorCore", "ExoJSON", "ExoCrypto"]),
        .target(
            name: "EmulatorEntra",
            dependencies: ["EmulatorAdministration", "EmulatorCore", "HTTPServer", "ExoJSON", "ExoCrypto"]
        ),
        .target(
            name: "EmulatorGraph",
            dependencies: ["EmulatorAdministration", "EmulatorCore", "HTTPServer", "ExoJSON", "ExoCrypto"]
        ),
        .target(
            name: "EmulatorPortal",
            dependencies: [
                "EmulatorAdministration", "EmulatorCore", "HTTPServer", "ExoJSON", "ExoCrypto",
            ]
        ),
        .target(
            name: "EmulatorExchange",
            dependencies: [
                "EmulatorAdministration", "EmulatorCore", "CmdletCatalogue", "HTTPServer", "ExoJSON", "ExoCrypto",
            ]
        ),
        .target(
            name: "ExoEmulator",
            dependencies: [
                "EmulatorExchange", "EmulatorPortal", "EmulatorGraph", "EmulatorEntra", "EmulatorAdministration",
                "EmulatorCore", "HTTPServer", "ExoJSON", "ExoCrypto", "CNamespaces",
            ]
        ),
        .executableTarget(name: "exo-emulator", dependencies: ["ExoEmulator"]),

        .testTarget(
            name: "TestSupport",
            dependencies: ["ExoTransport", "HTTPServer", "ExoEmulator", "ExoJSON"],
            path: "Tests/TestSupport",
            exclude: ["Fixtures"]
        ),
        .testTarget(name: "ExoJSONTests", dependencies: ["ExoJSON"]),
        .testTarget(name: "ExoCryptoTests", dependencies: ["ExoCrypto", "TestSupport"]),
        .testTarget(
            name: "ExoTransportTests",
            dependencies: ["ExoTransport", "HTTPServer", "ExoCrypto", "TestSupport"]
        ),
        .testTarget(
            name: "EntraTokensTests",
            dependencies: ["EntraTokens", "ExoTransport", "ExoJSON", "ExoCrypto", "TestSupport"]
        ),
        .testTarget(name: "ExoRowsTests", dependencies: ["ExoRows", "ExoJSON"]),
        .testTarget(name: "ExoJQTests", dependencies: ["ExoJQ"]),
        .testTarget(name: "ExoYAMLTests", dependencies: ["ExoYAML", "ExoJSON"]),
        .testTarget(name: "CmdletCatalogueTests", dependencies: ["CmdletCatalogue"]),
        .testTarget(
            name: "ExchangeOnlineTests",
            dependencies: [
                "ExchangeOnline", "EntraTokens", "ExoTransport", "ExoJSON", "ExoRows", "ExoCrypto", "TestSupport",
            ]
        ),
        .testTarget(
            name: "ExoCommandsTests",
            dependencies: [
                "ExoLineEditor", "ExoCommands", "ExchangeOnline", "EntraTokens", "ExoTransport", "ExoJSON", "ExoRows",
                "ExoCrypto",
                "CmdletCatalogue", "ExoEmulator", "HTTPServer", "TestSupport",
            ],
            exclude: ["Fixtures", "Golden"]
        ),
        .testTarget(name: "HTTPServerTests", dependencies: ["HTTPServer", "ExoCrypto", "TestSupport"]),
        .testTarget(
            name: "ExoEmulatorTests",
            dependencies: [
                "ExoEmulator", "EmulatorExchange", "EmulatorPortal", "EmulatorGraph", "EmulatorEntra",
                "EmulatorAdministration", "EmulatorCore", "HTTPServer", "ExoJSON", "ExoCrypto", "CmdletCatalogue",
                "EntraTokens", "TestSupport",
            ]
        ),
        .testTarget(
            name: "EndToEndTests",
            dependencies: [
                "ExoCommands", "ExchangeOnline", "EntraTokens", "ExoTransport", "ExoEmulator", "HTTPServer", "ExoJSON",
                "ExoCrypto",
                "TestSupport",
            ]
        ),
    ],
    cLanguageStandard: .gnu2x,
    cxxLanguageStandard: .cxx17
)

/// What `scripts/fuzz.sh` builds with coverage and links with libFuzzer; nothing else ever builds it.
let fuzzed: [(name: String, dependencies: [Target.Dependency])] = [
    ("FuzzRows", ["ExoRows", "ExoJSON"]),
    ("FuzzJSON", ["ExoRows", "ExoJSON"]),
    ("FuzzLines", ["ExoCommands", "ExchangeOnline"]),
    ("FuzzFilters", ["EmulatorExchange"]),
    ("FuzzTokens", ["EntraTokens", "EmulatorCore"]),
    ("FuzzHTTP", ["ExchangeOnline", "ExoTransport"]),
]
if Context.environment["EXO_FUZZ"] != nil {
    for (name, dependencies) in fuzzed {
        package.targets.append(.target(name: name, dependencies: dependencies, path: "Tests/Fuzz/\(name)"))
        package.products.append(.library(name: name, type: .static, targets: [name]))
    }
}

/// Targets with a C border mark every unsafe use.
let borders: Set = [
    "ExoJSON", "ExoCrypto", "ExoTransport", "EntraTokens", "HTTPServer", "CmdletCatalogue", "ExchangeOnline", "ExoRows",
    "ExoJQ", "ExoYAML",
    "EmulatorCore", "EmulatorAdministration", "EmulatorEntra", "EmulatorGraph", "EmulatorPortal", "EmulatorExchange",
    "ExoEmulator", "ExoLineEditor",
]

for target in package.targets
where target.type != .system && !target.name.hasPrefix("C") || target.name == "CmdletCatalogue" {
    target.swiftSettings =
        [
            .enableUpcomingFeature("ExistentialAny"),
            .enableUpcomingFeature("InternalImportsByDefault"),
            .enableUpcomingFeature("MemberImportVisibility"),
            .enableUpcomingFeature("NonisolatedNonsendingByDefault"),
            .treatAllWarnings(as: .error),
            .treatWarning("ExplicitSendable", as: .error),
        ] + (borders.contains(target.name) ? [.strictMemorySafety()] : [])
}
