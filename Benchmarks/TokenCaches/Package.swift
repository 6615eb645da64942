// swift-tools-version: 6.2
import PackageDescription

let package = Package(
    name: "token-caches",
    platforms: [.macOS(.v15)],
    dependencies: [.package(name: "exo", path: "../..")],
    targets: [
        .executableTarget(name: "token-caches", dependencies: [.product(name: "EntraTokens", package: "exo")])
    ]
)
