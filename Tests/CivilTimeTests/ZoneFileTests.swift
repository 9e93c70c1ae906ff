import CivilTime
import Foundation
import Testing

@Suite struct ZoneFileTests {
    @Test(arguments: [
        "", "/", "/etc/passwd", "../../../etc/passwd", "Asia/../Asia/Kolkata", "Asia//Kolkata", "Asia/Kolkata/",
        "Asia/Kol kata", "Asia/Kolkata\0", "Ásia/Kolkata", ".", "tzdata.zi", "Asia/Kolkata\n",
    ])
    func `a name that could lead elsewhere is refused unread`(identifier: String) {
        let error = #expect(throws: ZoneError.self) { try Zone.named(identifier) }

        #expect(error?.kind == .invalidName)
        #expect(error?.description == "A time zone's name looks like Asia/Kolkata")
    }

    @Test(arguments: ["Asia/Calcuta", "Asia", "Nowhere", "asia/kolkata"])
    func `a zone the system does not have is unknown`(identifier: String) {
        let error = #expect(throws: ZoneError.self) { try Zone.named(identifier) }

        #expect(error?.kind == .unknown)
        #expect(error?.description == "No time zone is called \(identifier)")
    }

    @Test func `a zone is the same at the second time`() throws {
        #expect(try Zone.named("Asia/Kolkata") == Zone.named("Asia/Kolkata"))
        #expect(try Zone.named("Asia/Kolkata") != Zone.named("Asia/Calcutta"))
    }

    @Test func `a file without table goes by its rule alone`() throws {
        let zone = try Zone(identifier: "Test", tzif: file(rule: "AAA-1BBB,M3.5.0,M10.5.0/3"))

        #expect(zone.abbreviation(at: Instant(seconds: 0)) == "AAA")
        #expect(zone.abbreviation(at: Instant(seconds: 15_000_000)) == "BBB")
        #expect(zone.offset(at: Instant(seconds: 15_000_000)) == 7200)
    }

    @Test(arguments: [
        // Each with the days of 2024 on which daylight saving begins and ends, in UTC.
        ("AAA0BBB,J60/0,J300/0", "2024-03-01T00:00:00Z", "2024-10-26T23:00:00Z"),
        ("AAA0BBB,59/0,299/0", "2024-02-29T00:00:00Z", "2024-10-25T23:00:00Z"),
        ("AAA0BBB,M2.5.4/0,M12.1.0/0", "2024-02-29T00:00:00Z", "2024-11-30T23:00:00Z"),
        ("<-02>2<-01>,M3.5.0/-1,M10.5.0/0", "2024-03-31T01:00:00Z", "2024-10-27T01:00:00Z"),
        ("AAA+3:30BBB2:15:30,M4.1.1/26:05,M9.2.6/2:00:01", "2024-04-02T05:35:00Z", "2024-09-14T04:15:31Z"),
    ])
    func `a rule's forms are understood`(rule: String, start: String, end: String) throws {
        let zone = try Zone(identifier: "Test", tzif: file(rule: rule))
        let year = try #require(Instant(iso8601: "2024-01-01T00:00:00Z"))

        let changes = zone.transitions(from: year, to: year.adding(seconds: 365 * 86_400))

        #expect(changes.map(\.instant.iso8601) == [start, end])
    }

    @Test func `daylight saving all the year has no gaps`() throws {
        let zone = try Zone(identifier: "Test", tzif: file(rule: "XXX3EDT4,0/0,J365/23"))

        #expect(zone.transitions(from: Instant(seconds: 0), to: Instant(seconds: 1_000_000_000)).isEmpty)
        #expect(zone.abbreviation(at: Instant(seconds: 31_536_000 + 3 * 3600)) == "EDT")
    }

    @Test(arguments: [
        "AAA", "1", "AAA0BBB", "AAA0BBB,M3.5.0", "AAA0BBB,M13.1.0,M10.5.0", "AAA0BBB,M3.6.0,M10.5.0",
        "AAA0BBB,M3.5.7,M10.5.0", "AAA0BBB,J0,J1", "AAA0BBB,366,1", "AAA168", "AAA0BBB,M3.5.0,M10.5.0x", "<AAA0",
        "AAA-",
    ])
    func `a file with a rule that is none is malformed`(rule: String) {
        #expect(throws: ZoneError.self) { try Zone(identifier: "Test", tzif: file(rule: rule)) }
    }

    @Test func `a damaged file is read or refused, never more`() throws {
        let path = "/usr/share/zoneinfo/Europe/Berlin"
        let bytes = Array(try #require(FileManager.default.contents(atPath: path)))
        let now = Instant(seconds: 1_800_000_000)
        for end in stride(from: 0, to: bytes.count, by: 7) {
            #expect(throws: ZoneError.self) { try Zone(identifier: "Test", tzif: Array(bytes[..<end])) }
        }
        for index in bytes.indices {
            for byte: UInt8 in [0, 0x7F, 0x80, 0xFF] {
                var damaged = bytes
                damaged[index] = byte
                guard let zone = try? Zone(identifier: "Test", tzif: damaged) else { continue }
                _ = zone.resolve(zone.local(now))
            }
        }
    }

    @Test func `a file with leap seconds is refused`() {
        let path = "/usr/share/zoneinfo/right/UTC"
        guard let file = FileManager.default.contents(atPath: path) else { return }
        #expect(throws: ZoneError.self) { try Zone(identifier: "Test", tzif: Array(file)) }
    }

    /// The smallest file of version 2: no transitions, one type, and the rule.
    private func file(rule: String) -> [UInt8] {
        let header = Array("TZif2".utf8) + [UInt8](repeating: 0, count: 15 + 16) + [0, 0, 0, 1, 0, 0, 0, 4]
        let block = header + [0, 0, 0, 0, 0, 0] + Array("UTC\0".utf8)
        return block + block + Array("\n\(rule)\n".utf8)
    }
}
