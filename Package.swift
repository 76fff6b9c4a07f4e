// swift-tools-version:6.2
// The architecture on one screen: each target, and whom it may import.
// Services import Shared; a core imports no AMQP, SQLite or HTTP; no shell imports another's shell.
import PackageDescription

let strict: [SwiftSetting] = [
  .swiftLanguageMode(.v6),
  .treatAllWarnings(as: .error),
  .enableUpcomingFeature("ExistentialAny"),
  .enableUpcomingFeature("InternalImportsByDefault"),
]

// MARK: Parts that others keep well

let logging = Target.Dependency.product(name: "Logging", package: "swift-log")
let metrics = Target.Dependency.product(name: "Metrics", package: "swift-metrics")
let metricsCore = Target.Dependency.product(name: "CoreMetrics", package: "swift-metrics")
let locks = Target.Dependency.product(name: "NIOConcurrencyHelpers", package: "swift-nio")
let buffers = Target.Dependency.product(name: "NIOCore", package: "swift-nio")
let asyncTesting = Target.Dependency.product(name: "NIOEmbedded", package: "swift-nio")
let sqlite = Target.Dependency.product(name: "GRDB", package: "GRDB.swift")
let yaml = Target.Dependency.product(name: "Yams", package: "Yams")
let mustache = Target.Dependency.product(name: "Mustache", package: "swift-mustache")
let http = Target.Dependency.product(name: "Hummingbird", package: "hummingbird")
let httpServer = Target.Dependency.product(name: "HummingbirdCore", package: "hummingbird")
let httpTLS = Target.Dependency.product(name: "HummingbirdTLS", package: "hummingbird")
let httpWire = Target.Dependency.product(name: "NIOHTTP1", package: "swift-nio")
let httpCodec = Target.Dependency.product(name: "NIOHTTPTypesHTTP1", package: "swift-nio-extras")
let httpParts = Target.Dependency.product(name: "NIOHTTPTypes", package: "swift-nio-extras")
let tls = Target.Dependency.product(name: "NIOSSL", package: "swift-nio-ssl")
let httpTypes = Target.Dependency.product(name: "HTTPTypes", package: "swift-http-types")
let lifecycle = Target.Dependency.product(name: "ServiceLifecycle", package: "swift-service-lifecycle")
let signals = Target.Dependency.product(name: "UnixSignals", package: "swift-service-lifecycle")
let configuration = Target.Dependency.product(name: "Configuration", package: "swift-configuration")
let commandLine = Target.Dependency.product(name: "ArgumentParser", package: "swift-argument-parser")

/// What the parts bring with them, as (package, one product of it, version). Named here so that a tag builds the same on
/// every day: a Package.resolved pins too, but only where all copies of the packages have the same commits. The tests of the
/// house look whether one is missing.
let brought: [(package: String, product: String, version: String)] = [
  ("apple/swift-algorithms", "Algorithms", "1.2.1"),
  ("apple/swift-asn1", "SwiftASN1", "1.7.4"),
  ("apple/swift-async-algorithms", "AsyncAlgorithms", "1.1.4"),
  ("apple/swift-atomics", "Atomics", "1.3.0"),
  ("apple/swift-certificates", "X509", "1.21.1"),
  ("apple/swift-collections", "Collections", "1.6.0"),
  ("apple/swift-crypto", "Crypto", "4.5.2"),
  ("apple/swift-distributed-tracing", "Tracing", "1.7.3"),
  ("apple/swift-http-structured-headers", "StructuredFieldValues", "1.7.0"),
  ("apple/swift-nio-http2", "NIOHTTP2", "1.46.0"),
  ("apple/swift-nio-transport-services", "NIOTransportServices", "1.28.0"),
  ("apple/swift-numerics", "RealModule", "1.1.1"),
  ("apple/swift-service-context", "ServiceContextModule", "1.5.1"),
  ("apple/swift-system", "SystemPackage", "1.8.1"),
  ("swift-server/async-http-client", "AsyncHTTPClient", "1.37.0"),
]

/// Package.swift may only name what a target uses: on a platform that there is not.
let broughtProducts: [Target.Dependency] = brought.map {
  .product(
    name: $0.product, package: String($0.package.drop { $0 != "/" }.dropFirst()),
    condition: .when(platforms: [.custom("none")]))
}

// MARK: How a target looks

/// `#embed` is newer than the C that Clang takes a file for.
let embedding: [CSetting] = [.unsafeFlags(["-Wno-c23-extensions"])]

func shared(
  _ name: String, _ imports: [Target.Dependency], exclude: [String] = [], resources: [Resource] = []
) -> Target {
  .target(
    name: name, dependencies: imports, path: "Shared/\(name)", exclude: exclude, resources: resources,
    swiftSettings: strict)
}

/// Values in, values out: the part of a service that its shell, the operator's tool and the tests share.
func core(
  _ service: String, _ imports: [Target.Dependency], exclude: [String] = [], resources: [Resource] = []
) -> Target {
  .target(
    name: "\(service)Core", dependencies: imports, path: "Services/\(service)/Core", exclude: exclude,
    resources: resources, swiftSettings: strict)
}

/// The executable around a core: settings, schema, stage, doors.
func shell(
  _ service: String, _ imports: [Target.Dependency], exclude: [String] = ["Core"], resources: [Resource] = []
) -> Target {
  .executableTarget(
    name: "\(service)Service", dependencies: imports + ["CLanguageData"], path: "Services/\(service)", exclude: exclude,
    resources: resources, swiftSettings: strict)
}

func tests(_ subject: String, _ imports: [Target.Dependency], exclude: [String] = []) -> Target {
  .testTarget(
    name: "\(subject)Tests", dependencies: imports, path: "Tests/\(subject)", exclude: exclude, swiftSettings: strict)
}

/// Intake's web pages, compiled in: an executable needs no files beside it.
let pages: [Resource] =
  ["head", "foot", "line", "next", "proof", "form", "problem", "privacy", "received", "tracking"].map {
    .embedInCode("Pages/\($0).mustache")
  } + ["gaya.css", "words.id.yaml", "words.en.yaml"].map { .embedInCode("Pages/\($0)") }

/// The shipped rule book, compiled in: the same files that an operator can change.
let ruleBook: [Resource] =
  ["book.yaml", "units.yaml", "calendars.yaml", "holidays.csv"].map { .embedInCode("Book/\($0)") }
  + [
    "informasi", "kdmp", "kelembagaan", "ksp", "layanan", "luar", "pembiayaan", "pengawasan", "talenta", "usaha",
  ].map {
    .embedInCode("Book/rules/\($0).yaml")
  }

let package = Package(
  name: "Disposisi",
  products: [
    .executable(name: "intake", targets: ["IntakeService"]),
    .executable(name: "classifier", targets: ["ClassifierService"]),
    .executable(name: "router", targets: ["RouterService"]),
    .executable(name: "notifier", targets: ["NotifierService"]),
    .executable(name: "disposisi", targets: ["DisposisiTool"]),
  ],
  // Why each is there, and the CPU that a first debug build spends on it; our own code takes 78 s, without tests. C
  // libraries of the system (librabbitmq, libcurl, libcrypto, SQLite, liblinear) cost nothing.
  dependencies: [
    // Commands, help, exit statuses: 9 s.
    .package(url: "https://github.com/apple/swift-argument-parser", exact: "1.8.2"),
    // Settings of a service with their sources: 23 s.
    .package(url: "https://github.com/apple/swift-configuration", exact: "1.4.0", traits: []),
    // What Hummingbird speaks: 4 s.
    .package(url: "https://github.com/apple/swift-http-types", exact: "1.8.0"),
    // Logging: 9 s.
    .package(url: "https://github.com/apple/swift-log", exact: "1.16.2"),
    // Counters and gauges, printed by our own registry: 9 s.
    .package(url: "https://github.com/apple/swift-metrics", exact: "2.13.0"),
    // Under Hummingbird; locks and limits on connections: 48 s.
    .package(url: "https://github.com/apple/swift-nio", exact: "2.101.2"),
    // Requests as the guard of connections sees them: 2 s.
    .package(url: "https://github.com/apple/swift-nio-extras", exact: "1.35.2"),
    // TLS of the public door; BoringSSL is most of it: 150 s. A proxy could do it, but the house runs without one.
    .package(url: "https://github.com/apple/swift-nio-ssl", exact: "2.37.6"),
    // SQLite with its pool, migrations and savepoints: 27 s.
    .package(url: "https://github.com/groue/GRDB.swift", exact: "7.10.0"),
    // The HTTP server: 27 s.
    .package(url: "https://github.com/hummingbird-project/hummingbird", exact: "2.28.1", traits: []),
    // Pages and notices: 3 s.
    .package(url: "https://github.com/hummingbird-project/swift-mustache", exact: "2.1.1"),
    // Rules, units, topics, with the place of each value: 7 s.
    .package(url: "https://github.com/jpsim/Yams", exact: "6.2.2"),
    // Starting and stopping in order: 20 s.
    .package(url: "https://github.com/swift-server/swift-service-lifecycle", exact: "2.13.0"),
  ]
    + brought.map { .package(url: "https://github.com/\($0.package)", exact: Version(stringLiteral: $0.version)) },
  targets: [
    // C libraries of the system.
    .systemLibrary(
      name: "CRabbitMQ", path: "Shared/CRabbitMQ", pkgConfig: "librabbitmq",
      providers: [.apt(["librabbitmq-dev"])]),
    .systemLibrary(
      name: "CCurl", path: "Shared/CCurl", pkgConfig: "libcurl", providers: [.apt(["libcurl4-openssl-dev"])]),

    .systemLibrary(
      name: "CCrypto", path: "Shared/CCrypto", pkgConfig: "libcrypto", providers: [.apt(["libssl-dev"])]),
    .systemLibrary(name: "CEventFD", path: "Shared/CEventFD"),
    .systemLibrary(name: "CZlib", path: "Shared/CZlib", pkgConfig: "zlib", providers: [.apt(["zlib1g-dev"])]),

    // No pkg-config file comes with it.
    .systemLibrary(name: "CLinear", path: "Shared/CLinear", providers: [.apt(["liblinear-dev"])]),

    // The topic folder and the model that come with the program, as bytes.
    .target(
      name: "ShippedTopics", path: "Shared/Topics/Shipped", exclude: ["topics", "words.yaml", "slang.csv"],
      cSettings: embedding),
    .target(
      name: "ShippedModel", path: "Services/Classifier/Core/Shipped", exclude: ["shipped.model"],
      cSettings: embedding),

    // Empty but in packages, which leave the other languages of Foundation out.
    .target(name: "CLanguageData", path: "Shared/CLanguageData"),

    // Shared: pure first, then what does I/O.
    shared("Cases", []),
    shared("Contract", ["Cases"]),
    shared("Texts", ["Cases"]),
    shared(
      "Places", ["Cases", "Texts"],
      resources: ["regions.csv", "cues.csv", "everyday.txt", "foreign.txt", "abbreviations.csv", "phone_areas.csv"].map
      { .embedInCode($0) }),
    shared("WorkingTime", ["Texts"]),
    shared("StrictYAML", ["Cases", "Texts", yaml]),
    shared("Requests", ["Cases", "Texts"]),
    shared("Units", ["Cases", "Places", "StrictYAML"]),
    shared("Topics", ["Cases", "Texts", "StrictYAML", "ShippedTopics"], exclude: ["Shipped"]),
    shared("Digests", ["CCrypto"]),
    shared("Threads", ["CEventFD", locks]),
    shared("AMQP", ["CRabbitMQ", "Threads", logging, locks]),
    shared(
      "Operations",
      [
        "Contract", "Requests", "Texts", "CCrypto", http, httpServer, lifecycle, configuration, logging, metrics,
        metricsCore, locks, buffers,
        commandLine,
      ]),
    shared(
      "Messaging",
      [
        "AMQP", "Cases", "Contract", "Operations", "Texts", "Threads", sqlite, lifecycle, logging, metrics, locks,
        commandLine,
      ]),

    shared(
      "Web",
      [
        "Requests", "Operations", "Cases", "CZlib", http, httpServer, httpTLS, httpTypes, httpParts, httpWire,
        httpCodec, tls,
        buffers, locks, "Digests",
      ]),

    // Services: a pure core and a thin shell each.
    core("Intake", ["Cases", "Requests", "Texts", "Places", "Topics"]),
    shell(
      "Intake",
      [
        "IntakeCore", "Cases", "Contract", "Requests", "Texts", "Places", "Topics", "Messaging", "Threads",
        "Operations", "StrictYAML", "Web", http, httpServer, httpTypes, buffers, locks, sqlite, lifecycle, mustache,
        logging,
        "Digests",
        commandLine,
      ], resources: pages),
    core("Classifier", ["Cases", "Texts", "Places", "Topics", "CLinear", "ShippedModel"], exclude: ["Shipped"]),
    shell(
      "Classifier",
      [
        "ClassifierCore", "Cases", "Contract", "Texts", "Places", "Topics", "Messaging", "Operations", sqlite,
        lifecycle,
        logging, commandLine,
      ]),
    // The router's two cores: what the book says, and what becomes of a case.
    .target(
      name: "RouterPolicy",
      dependencies: ["Cases", "Texts", "Places", "Topics", "Units", "WorkingTime", "StrictYAML", "Digests"],
      path: "Services/Router/Core/Policy", resources: ruleBook, swiftSettings: strict),
    .target(
      name: "RouterLifecycle", dependencies: ["RouterPolicy", "Cases", "Texts", "Places", "Units", "WorkingTime"],
      path: "Services/Router/Core/Lifecycle", swiftSettings: strict),
    shell(
      "Router",
      [
        "RouterPolicy", "RouterLifecycle", "Units", "Cases", "Contract", "Texts", "Places", "Topics", "WorkingTime",
        "StrictYAML", "Messaging",
        "AMQP",
        "Operations", sqlite, lifecycle, signals, logging, metrics, locks, commandLine,
      ]),
    core(
      "Notifier", ["Cases", "StrictYAML", "Texts", mustache],
      resources: [.embedInCode("notices.id.yaml"), .embedInCode("notices.en.yaml")]),
    shell(
      "Notifier",
      [
        "NotifierCore", "Cases", "Contract", "Messaging", "Threads", "Operations", "CCurl", sqlite, lifecycle, logging,
        metrics, commandLine,
      ]),
    .executableTarget(
      name: "DisposisiTool",
      dependencies: [
        "IntakeCore", "ClassifierCore", "RouterPolicy", "RouterLifecycle", "Units", "Cases", "Contract", "Texts",
        "Places", "Topics", "WorkingTime",
        "AMQP", "Operations", "CCurl", "Digests", "CLanguageData", logging, commandLine,
      ],
      path: "Services/Disposisi",
      resources: ["unit.py", "unit.sh", "unit.go", "Unit.java", "unit.php", "unit.service"].map {
        .embedInCode("Units/Kit/\($0)")
      }, swiftSettings: strict),

    // Tests: a folder a module; what they share is how to run a program.
    .target(
      name: "TestKit", dependencies: [], path: "Tests/TestKit", exclude: ["peer.py", "intruder.py"],
      swiftSettings: strict),
    // A service that what it hears can kill.
    .executableTarget(
      name: "Fragile", dependencies: ["Messaging", "Cases", "Operations", sqlite, lifecycle, commandLine],
      path: "Tests/Fragile",
      swiftSettings: strict),
    tests("Architecture", ["Contract", "TestKit"] + broughtProducts),
    tests("Cases", ["Cases", "Contract", "TestKit"], exclude: ["Golden", "asyncapi.py"]),
    tests("Texts", ["Texts", "Cases", "TestKit"]),
    tests("Topics", ["Topics", "Texts", "StrictYAML", "Cases"]),
    tests("Places", ["Places", "Texts", "Cases", "TestKit"]),
    tests("WorkingTime", ["WorkingTime", "Texts"]),
    tests("StrictYAML", ["StrictYAML"]),
    tests("AMQP", ["AMQP", "Threads", "TestKit", logging, locks]),
    tests(
      "Messaging",
      ["Fragile", "Messaging", "Threads", "AMQP", "Cases", "Contract", "Operations", "TestKit", sqlite, logging, locks]),
    tests("Operations", ["Operations", metricsCore]),
    tests(
      "Intake",
      [
        "IntakeService", "IntakeCore", "Requests", "Web", "Cases", "Contract", "Places", "Topics", "Messaging", http,
        httpTypes,
        httpWire,
        asyncTesting,
        locks, sqlite, logging, "Operations", "TestKit",
      ]),
    tests(
      "Classifier",
      [
        "ClassifierCore", "ClassifierService", "Cases", "Contract", "Texts", "Places", "Topics", "StrictYAML",
        "Messaging",
        "TestKit",
        sqlite,
      ]),
    tests(
      "Router",
      [
        "RouterPolicy", "RouterLifecycle", "Units", "RouterService", "AMQP", "Messaging", "Operations", "Cases",
        "Contract", "Places", "Topics",
        "WorkingTime", "StrictYAML", "TestKit", sqlite, logging, commandLine,
      ]),
    tests("Notifier", ["NotifierCore", "NotifierService", "Messaging", "Cases", "Contract", "TestKit", sqlite]),
    tests(
      "Disposisi",
      [
        "DisposisiTool", "RouterPolicy", "RouterLifecycle", "Units", "Places", "Cases", "Contract", "AMQP",
        commandLine,
      ]),
    tests("Journeys", ["Contract", "TestKit", "Digests"]),
  ]
)
