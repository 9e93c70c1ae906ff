// swift-tools-version: 6.2
import PackageDescription

let strict: [SwiftSetting] = [
    .enableUpcomingFeature("ExistentialAny"),
    .enableUpcomingFeature("MemberImportVisibility"),
    .enableUpcomingFeature("InternalImportsByDefault"),
    .strictMemorySafety(),
    .treatAllWarnings(as: .error),
    // Modules are small here, and call each other for every row and every field.
    .unsafeFlags(["-cross-module-optimization"], .when(configuration: .release)),
]

let logging: Target.Dependency = .product(name: "Logging", package: "swift-log")
let mustache: Target.Dependency = .product(name: "Mustache", package: "swift-mustache")

let package = Package(
    name: "interviews",
    products: [.executable(name: "interviews", targets: ["App"])],
    dependencies: [
        .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.0"),
        .package(url: "https://github.com/apple/swift-log", from: "1.16.0"),
        .package(url: "https://github.com/hummingbird-project/swift-mustache", from: "2.1.0"),
    ],
    targets: [
        .systemLibrary(name: "CFastCGI", pkgConfig: "fcgi", providers: [.apt(["libfcgi-dev"])]),
        .systemLibrary(name: "CMariaDB", pkgConfig: "libmariadb", providers: [.apt(["libmariadb-dev"])]),
        .systemLibrary(name: "CCurl", pkgConfig: "libcurl", providers: [.apt(["libcurl4-openssl-dev"])]),
        .systemLibrary(name: "CSodium", pkgConfig: "libsodium", providers: [.apt(["libsodium-dev"])]),
        .systemLibrary(name: "CSpawn"),
        .systemLibrary(name: "CPango", pkgConfig: "pangocairo", providers: [.apt(["libpango1.0-dev"])]),
        .systemLibrary(name: "CIcal", pkgConfig: "libical", providers: [.apt(["libical-dev"])]),

        .target(name: "FastCGI", dependencies: ["CFastCGI"], swiftSettings: strict),
        .target(name: "MariaDB", dependencies: ["CMariaDB"], swiftSettings: strict),
        .target(name: "SMTP", dependencies: ["CCurl"], swiftSettings: strict),
        .target(name: "HTTPClient", dependencies: ["CCurl"], swiftSettings: strict),
        .target(name: "Secrets", dependencies: ["CSodium"], swiftSettings: strict),
        .target(name: "Calendaring", dependencies: ["CIcal", "CivilTime"], swiftSettings: strict),
        .target(name: "Documents", dependencies: ["CPango"], swiftSettings: strict),
        .target(name: "CivilTime", swiftSettings: strict),
        .target(name: "JSON", swiftSettings: strict),
        .target(name: "Storage", swiftSettings: strict),
        .target(name: "Programs", dependencies: ["CSpawn"], swiftSettings: strict),
        .target(
            name: "Speech",
            dependencies: ["HTTPClient", "JSON", "Programs", "Secrets", "Storage"],
            swiftSettings: strict
        ),
        .target(name: "Media", dependencies: ["Programs", "Secrets", "Storage"], swiftSettings: strict),
        .target(name: "Web", dependencies: ["JSON"], swiftSettings: strict),
        .target(name: "Domain", dependencies: ["CivilTime", "JSON"], swiftSettings: strict),
        .target(name: "Store", dependencies: ["CivilTime", "Domain", "JSON", "MariaDB"], swiftSettings: strict),
        .target(
            name: "Views",
            dependencies: ["CivilTime", "Documents", "Domain", "JSON", mustache],
            swiftSettings: strict
        ),
        .target(
            name: "Notifications",
            dependencies: [
                "Calendaring", "CivilTime", "Domain", "JSON", "MariaDB", "Secrets", "SMTP", "Store", "Views", logging,
            ],
            swiftSettings: strict
        ),
        .target(
            name: "Booking",
            dependencies: ["CivilTime", "Domain", "JSON", "MariaDB", "Notifications", "Secrets", "Store", "Views"],
            swiftSettings: strict
        ),
        .target(
            name: "Controllers",
            dependencies: [
                "Booking", "Calendaring", "CivilTime", "Documents", "Domain", "JSON", "MariaDB", "Notifications",
                "Observability", "Secrets",
                "Speech", "Storage", "Store", "Views", "Web", logging,
            ],
            swiftSettings: strict
        ),
        .target(name: "Observability", dependencies: ["CivilTime", logging], swiftSettings: strict),
        .executableTarget(
            name: "App",
            dependencies: [
                "Booking", "CivilTime", "Controllers", "Domain", "FastCGI", "HTTPClient", "JSON", "MariaDB",
                "Notifications", "Observability",
                "Media", "Programs", "SMTP", "Secrets", "Speech", "Storage", "Store", "Views", "Web", logging,
                .product(name: "ArgumentParser", package: "swift-argument-parser"),
            ],
            swiftSettings: strict
        ),

        .target(
            name: "TestSupport",
            dependencies: ["MariaDB"],
            path: "Tests/TestSupport",
            swiftSettings: strict
        ),
        .testTarget(name: "MariaDBTests", dependencies: ["MariaDB", "TestSupport"], swiftSettings: strict),
        .target(
            name: "MailTestSupport",
            path: "Tests/MailTestSupport",
            exclude: ["relay.py", "itip.py"],
            swiftSettings: strict
        ),
        .testTarget(
            name: "NotificationsTests",
            dependencies: [
                "Calendaring", "CivilTime", "Domain", "MailTestSupport", "MariaDB", "Notifications", "SMTP", "Secrets",
                "Store",
                "TestSupport", "Views", logging,
            ],
            swiftSettings: strict
        ),
        .testTarget(name: "SMTPTests", dependencies: ["SMTP", "MailTestSupport"], swiftSettings: strict),
        .testTarget(
            name: "AppTests",
            dependencies: [
                "App", "CivilTime", "Domain", "FastCGI", "JSON", "MariaDB", "Secrets", "Speech", "Storage", "Store",
                "TestSupport", "Web", logging,
            ],
            swiftSettings: strict
        ),
        .testTarget(
            name: "ObservabilityTests",
            dependencies: ["CivilTime", "Observability", logging],
            swiftSettings: strict
        ),
        .testTarget(name: "FastCGITests", dependencies: ["FastCGI"], swiftSettings: strict),
        .testTarget(name: "JSONTests", dependencies: ["JSON"], swiftSettings: strict),
        .testTarget(name: "CivilTimeTests", dependencies: ["CivilTime"], swiftSettings: strict),
        .testTarget(name: "DomainTests", dependencies: ["CivilTime", "Domain", "Secrets"], swiftSettings: strict),
        .testTarget(
            name: "ControllersTests",
            dependencies: [
                "Booking", "CivilTime", "Controllers", "Domain", "JSON", "MailTestSupport", "MariaDB", "Notifications",
                "Programs", "Secrets", "SMTP", "Speech",
                "Storage", "Store", "TestSupport", "Views", "Web", logging,
            ],
            swiftSettings: strict
        ),
        .testTarget(name: "WebTests", dependencies: ["JSON", "Web"], swiftSettings: strict),
        .testTarget(name: "CalendaringTests", dependencies: ["Calendaring", "CivilTime"], swiftSettings: strict),
        .testTarget(name: "StorageTests", dependencies: ["Storage", "TestSupport"], swiftSettings: strict),
        .testTarget(name: "DocumentsTests", dependencies: ["Documents"], swiftSettings: strict),
        .testTarget(name: "SpeechTests", dependencies: ["Programs", "Speech", "Storage"], swiftSettings: strict),
        .testTarget(name: "MediaTests", dependencies: ["Media", "Programs", "Storage"], swiftSettings: strict),
        .testTarget(name: "SecretsTests", dependencies: ["Secrets"], swiftSettings: strict),
    ],
    swiftLanguageModes: [.v6]
)
