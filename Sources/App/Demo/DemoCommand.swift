import ArgumentParser
import CivilTime
import Domain
import JSON
import MariaDB

/// `interviews demo`.
struct DemoCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "demo",
        abstract: "Fill a database for trying things out; not for production.",
        subcommands: [DemoLoad.self, DemoOpen.self]
    )
}

/// `interviews demo load`.
struct DemoLoad: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "load",
        abstract: "Add two companies with users, jobs, candidates and slots.",
        discussion: "What is there already stays as it is; slots are added for the days to come."
    )

    @Flag(help: "Print JSON: {\"accounts\": [{\"email\", \"password\", \"role\", \"company\"}]}.")
    var json = false

    func run() throws {
        let settings = try Settings(Environment.ofProcess())
        let loader = DemoLoader(try settings.connect(), zone: settings.timeZone, at: SystemClock.read())
        try loader.load()
        if json {
            print(JSON.object(["accounts": .array(DemoAccount.all.map(\.json))]).text)
        } else {
            for account in DemoAccount.all { print(account.line) }
        }
    }
}

/// `interviews demo session`.
struct DemoOpen: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "session",
        abstract: "Book an interview whose portal is open now, and print its link.",
        discussion: "Each call makes a new one and ends the one before. The link is as secret as a password."
    )

    @Flag(help: "Print JSON: {\"open_portal_url\", \"interview_id\", \"starts_at\", \"entry_until\"}.")
    var json = false

    func run() throws {
        let settings = try Settings(Environment.ofProcess())
        let session = try DemoSession(settings, try settings.connect(), at: SystemClock.read()).open()
        print(json ? session.json.text : session.url)
    }
}

extension DemoAccount {
    fileprivate var json: JSON {
        [
            "email": .string(email), "password": .string(password), "role": .string(role.rawValue),
            "company": company.map { .string($0.name) } ?? .null,
        ]
    }

    fileprivate var line: String {
        [email, password, role.rawValue, company?.name ?? "-"].joined(separator: "\t")
    }
}
