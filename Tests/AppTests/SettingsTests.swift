import CivilTime
import Domain
import Logging
import MariaDB
import Speech
import Testing

@testable import App

@Suite struct SettingsTests {
    private func settings(_ variables: [String: String]) throws(SettingsError) -> Settings {
        try Settings(Environment(variables: variables))
    }

    @Test func `an empty environment gives the defaults`() throws {
        let settings = try settings([:])

        #expect(settings.database.socket == "/run/mysqld/mysqld.sock")
        #expect(settings.database.database == "interviews")
        #expect(settings.database.password == nil)
        #expect(settings.backendURL == "http://localhost:8000")
        #expect(settings.timeZone.identifier == "Asia/Kolkata")
        #expect(settings.workers == Settings.usualWorkers)
        #expect(settings.portal == PortalPolicy(earlySeconds: 30, graceSeconds: 600, endMarginSeconds: 1800))
        #expect(!settings.registrationIsOpen)
        #expect(settings.secretKeyFile == nil)
    }

    @Test func `values are typed`() throws {
        let settings = try settings([
            "BACKEND_URL": "https://interviews.example.org/", "WORKERS": "4", "REGISTRATION": "Open",
            "LOG_LEVEL": "debug", "CORS_ORIGINS": "https://a.example , https://b.example,",
            "TIME_ZONE": "Europe/Berlin",
            "PORTAL_EARLY_SECONDS": "0", "UNKNOWN": "ignored",
        ])

        #expect(settings.backendURL == "https://interviews.example.org")
        #expect(settings.workers == 4)
        #expect(settings.registrationIsOpen)
        #expect(settings.logLevel == .debug)
        #expect(settings.corsOrigins == ["https://a.example", "https://b.example"])
        #expect(settings.timeZone.identifier == "Europe/Berlin")
        #expect(settings.portal.earlySeconds == 0)
    }

    @Test(arguments: ["", "  ", "\"\""])
    func `an empty value is no value`(value: String) throws {
        #expect(try settings(["WORKERS": value]).workers == Settings.usualWorkers)
    }

    @Test(arguments: ["\"a b\"", "'a b'", " a b "])
    func `quotation marks and spaces around a value are not part of it`(value: String) throws {
        #expect(try settings(["DATABASE_PASSWORD": value]).database.password == "a b")
    }

    @Test func `the environment wins over the file`() throws {
        let file = ["WORKERS": "3", "HOLD_SECONDS": "60"]

        let settings = try Settings(Environment(variables: ["WORKERS": "5"], file: file))

        #expect(settings.workers == 5)
        #expect(settings.holdSeconds == 60)
    }

    @Test func `a file has a setting a line, and lines that are none`() {
        let text = """
            # WORKERS=1
            WORKERS = 4

            DATABASE_PASSWORD="a=b # c"\r
            nothing
            =nothing
            WORKERS=5
            """

        let settings = Environment(variables: [:], file: Environment.parse(text))

        #expect(settings["WORKERS"] == "5")
        #expect(settings["DATABASE_PASSWORD"] == "a=b # c")
        #expect(settings["nothing"] == nil && settings[""] == nil)
    }

    @Test func `systemd's credential is the secret key unless another file is named`() throws {
        #expect(try settings(["CREDENTIALS_DIRECTORY": "/run/c"]).secretKeyFile == "/run/c/secret-key")
        #expect(
            try settings(["CREDENTIALS_DIRECTORY": "/run/c", "SECRET_KEY_FILE": "/etc/key"]).secretKeyFile == "/etc/key"
        )
    }

    @Test func `everything that is wrong is told at once, with name, value and what is expected`() {
        let error = #expect(throws: SettingsError.self) {
            try settings([
                "WORKERS": "0", "TIME_ZONE": "Mars/Olympus", "DATABASE_NAME": "a`b", "REGISTRATION": "perhaps",
                "BACKEND_URL": "interviews.example.org",
            ])
        }

        #expect(
            Set(error?.problems.map(\.name) ?? [])
                == ["WORKERS", "TIME_ZONE", "DATABASE_NAME", "REGISTRATION", "BACKEND_URL"]
        )
        #expect(error?.description.contains("WORKERS must be a whole number from 1 to 256, not \"0\".") == true)
        #expect(error?.description.contains("REGISTRATION must be open, closed, not \"perhaps\".") == true)
    }

    @Test(arguments: ["", "1", "-1", "257", "4.5", "four", "99999999999999999999"])
    func `WORKERS is a number in its range`(value: String) {
        let isRefused = (try? settings(["WORKERS": value])) == nil

        #expect(isRefused == !["", "1"].contains(value))
    }

    @Test(arguments: [
        "ftp://a.example", "https://", "https://a.example/path", "https://a.example?x", "https://user@a.example", "x",
        "https://a b.example",
    ])
    func `BACKEND_URL is an origin`(value: String) {
        #expect(throws: SettingsError.self) { try settings(["BACKEND_URL": value]) }
    }

    @Test func `the value of a secret is not told`() {
        let problem = SettingsError.Problem(name: "EMAIL_HOST_PASSWORD", value: "hunter2", expected: "shorter")

        #expect(!problem.sentence.contains("hunter2"))
    }

    // The key must not cross a network in the open.
    @Test(arguments: [
        "https://api.openai.com/v1/audio/speech", "http://127.0.0.1:8880/v1/audio/speech", "http://localhost/speech",
    ])
    func `a speech endpoint is reached by TLS, or on this machine`(url: String) throws {
        #expect(try settings(["SPEECH_URL": url]).spokenQuestions.endpoint?.url == url)
    }

    @Test(arguments: [
        "http://speech.example.org/v1/audio/speech", "ftp://localhost/", "api.openai.com", "https://", "https:///x",
        "https://user:secret@example.org/", "https://a b/", "http://localhost.example.org/",
    ])
    func `any other address is refused`(url: String) {
        #expect(throws: SettingsError.self) { try settings(["SPEECH_URL": url]) }
    }
}
