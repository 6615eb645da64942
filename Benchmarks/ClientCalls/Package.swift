// swift-tools-version: 6.2
import PackageDescription

let package = Package(
    name: "client-calls",
    platforms: [.macOS(.v15)],
    dependencies: [.package(name: "exo", path: "../..")],
    targets: [
        .executableTarget(name: "client-calls", dependencies: [.product(name: "ExchangeOnline", package: "exo")])
    ]
)
