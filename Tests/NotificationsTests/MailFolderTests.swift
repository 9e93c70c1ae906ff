import Domain
import FoundationEssentials
import Notifications
import Store
import TestSupport
import Testing

/// The file backend: for development, and refused where the site is served to the world.
@Suite struct MailFolderTests {
    private let fixture: Fixture
    private let folder = "/tmp/mail-folder-\(UInt64.random(in: 0 ... .max))"

    init() throws { fixture = try Fixture() }

    private func check(_ url: String) -> EmailCheck {
        let values = [
            "EMAIL_BACKEND": "django.core.mail.backends.filebased.EmailBackend", "EMAIL_FILE_PATH": folder,
            "BACKEND_URL": url,
        ]
        return EmailSettings { values[$0] }.check(helloName: "portal.example.org")
    }

    @Test func `mail is kept in files, with its envelope`() throws {
        defer { try? FileManager.default.removeItem(atPath: folder) }  // What stays is in /tmp.
        let facts = try fixture.facts(to: "asha@example.org")
        try fixture.book(facts)
        let destination = try #require(check("http://localhost:8000").destination)
        var loop = try DeliveryLoop(
            db: fixture.database.connect(),
            to: destination,
            mail: fixture.service,
            log: fixture.log.logger,
            now: { [fixture] in fixture.now }
        )

        try fixture.deliver(&loop)

        #expect(try fixture.mail(of: facts).first?.state == .sent)
        let name = try #require(try FileManager.default.contentsOfDirectory(atPath: folder).first)
        let text = String(
            decoding: try #require(FileManager.default.contents(atPath: "\(folder)/\(name)")),
            as: UTF8.self
        )
        #expect(text.hasPrefix("Return-Path: <noreply@example.org>\r\nDelivered-To: asha@example.org\r\nDate: "))
    }

    @Test func `a site with HTTPS does not keep its mail in files`() {
        let check = check("https://interviews.example.org")

        #expect(check.destination == nil)
        #expect(check.problems.map(\.kind) == [.fileInProduction])
        #expect(check.problems.first?.sentence.contains("EMAIL_BACKEND=") == true)
    }
}
