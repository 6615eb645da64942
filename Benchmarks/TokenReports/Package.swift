// swift-tools-version: 6.2
import PackageDescription

let package = Package(
    name: "token-reports",
    platforms: [.macOS(.v15)],
    dependencies: [.package(name: "exo", path: "../..")],
    targets: [
        .executableTarget(name: "token-reports", dependencies: [.product(name: "EntraTokens", package: "exo")])
    ]
)
