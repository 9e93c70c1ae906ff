import CivilTime
import Domain
import FoundationEssentials
import MariaDB
import Storage
import Store
import TestSupport
import Testing

@testable import App

/// A database that `migrate` has made, a media folder, and a folder of backups, all gone afterwards.
private final class Place {
    let folder = "/tmp/backup-test-\(UInt64.random(in: 0 ... .max))"
    let name = "backup_\(UInt64.random(in: 0 ... .max))"
    let server: Connection.Options

    init() throws {
        var server = try TestDatabase().options
        server.database = nil
        self.server = server
        try Files.makeFolder(folder)
    }

    deinit {
        // What stays behind spoils no other test.
        try? Connection(server).run(script: "DROP DATABASE IF EXISTS `\(name)`;")
        try? Files.removeTree(folder)
    }

    var backups: String { folder + "/backups" }
    var media: String { folder + "/media" }

    func settings(migrations: String = TestDatabase.checkout + "/migrations") throws -> Settings {
        try Settings(
            Environment(variables: [
                "DATABASE_SOCKET": server.socket, "DATABASE_USER": server.user, "DATABASE_NAME": name,
                "MEDIA_DIR": media, "MIGRATIONS_DIR": migrations,
            ])
        )
    }

    func connect() throws -> Connection {
        var options = server
        options.database = name
        return try Connection(options)
    }

    func migrate() throws {
        try Connection(server).run(script: Migrate.creation(of: name) + ";")
        let migrations = try settings().migrations()
        try Migrator(try connect(), migrations).apply(at: SystemClock.read().bound) { _ in }
    }

    func write(_ path: String, _ bytes: [UInt8]) throws {
        try Files.makeFolder("\(media)/" + path.split(separator: "/").dropLast().joined(separator: "/"))
        try Files.remove("\(media)/\(path)")
        try Files.write(bytes, toNew: "\(media)/\(path)")
    }

    func files() throws -> [String] {
        var paths: [String] = []
        try Files.walk(media) { paths.append($0.path) }
        return paths
    }

    @discardableResult
    func backUp(second: Int = 0) throws -> BackupFolder {
        let settings = try settings()
        return try Backup(
            settings: settings,
            migrations: try settings.migrations(),
            folder: backups,
            now: Instant(seconds: 1_800_000_000 + Int64(second)),
            isQuiet: true
        ).make()
    }

    func restore(_ backup: BackupFolder) throws -> Restore {
        let settings = try settings()
        return Restore(settings: settings, migrations: try settings.migrations(), backup: backup, isQuiet: true)
    }

    /// Every table and row as text.
    func rows() throws -> String {
        let file = folder + "/rows.sql"
        try Files.remove(file)
        var options = server
        options.database = name
        try DatabaseClient(options: options, folder: folder).dump(schemaOnly: false, to: file) {}
        return String(decoding: try Files.read(file), as: UTF8.self)
    }
}

@Suite struct BackupTests {
    /// With a row that is hard to carry over, and files.
    private func filled() throws -> Place {
        let place = try Place()
        try place.migrate()
        let name = "O'Brien & Söhne 🎉 \\ \"नमस्ते\""
        try place.connect().execute("INSERT INTO company (name, created_at) VALUES (\(name), '2026-11-22 09:00')")
        try place.connect().execute(
            "INSERT INTO login_attempt (subject, failures, window_started_at) VALUES (\([UInt8](repeating: 0, count: 32)), 1, '2026-11-22 09:00')"
        )
        try place.write("recordings/s/r/000000.chunk", [1, 2, 3])
        try place.write("audio/a.wav", [UInt8](repeating: 9, count: 3_000_000))
        try place.write("audio/b.wav.part", [5])
        return place
    }

    @Test func `what was backed up is there again, row by row and byte by byte`() throws {
        let place = try filled()
        let (rows, files) = (try place.rows(), try place.files())
        let backup = try place.backUp()
        try place.connect().execute("DELETE FROM company")
        try Files.removeTree(place.media)

        let restore = try place.restore(backup)
        _ = try restore.verify()
        try restore.run(replacing: true)

        #expect(try place.rows() == rows)
        #expect(try place.files() == files.filter { !$0.hasSuffix(".part") })
        #expect(try Files.read(place.media + "/recordings/s/r/000000.chunk") == [1, 2, 3])
        #expect(rows.contains("Söhne 🎉"))
        #expect(rows.contains("0x" + String(repeating: "00", count: 32)))
    }

    @Test func `it can be put into a server that has nothing`() throws {
        let place = try filled()
        let backup = try place.backUp()
        let rows = try place.rows()
        try Connection(place.server).run(script: "DROP DATABASE `\(place.name)`;")

        try place.restore(backup).run(replacing: false)

        #expect(try place.rows() == rows)
    }

    @Test func `what is there is not replaced unless that is said`() throws {
        let place = try filled()
        let backup = try place.backUp()
        let rows = try place.rows()

        #expect(throws: Refusal.self) { try place.restore(backup).run(replacing: false) }

        #expect(try place.rows() == rows)
    }

    @Test func `nothing is restored under a process that uses the database`() throws {
        let place = try filled()
        let backup = try place.backUp()
        let other = try place.connect()

        let refusal = #expect(throws: Refusal.self) { try place.restore(backup).run(replacing: true) }

        #expect(refusal?.description.contains("stop serve and deliver") == true)
        #expect(try other.count("SELECT COUNT(*) FROM company") == 1)
    }

    @Test(arguments: ["media/audio/a.wav", "database.sql", "schema.sql"])
    func `a damaged file is found before anything is changed`(name: String) throws {
        let place = try filled()
        let backup = try place.backUp()
        let path = backup.file(name)
        var bytes = try Files.read(path)
        bytes[bytes.count / 2] ^= 1
        try Files.remove(path)
        try Files.write(bytes, toNew: path)

        let refusal = #expect(throws: Refusal.self) { try place.restore(backup).verify() }

        #expect(refusal?.description.hasPrefix(name) == true)
    }

    @Test func `a missing file is found`() throws {
        let place = try filled()
        let backup = try place.backUp()
        try Files.remove(backup.file("media/audio/a.wav"))

        #expect(throws: Refusal.self) { try place.restore(backup).verify() }
    }

    @Test func `a backup of a newer release is refused`() throws {
        let place = try filled()
        let backup = try place.backUp()
        let settings = try place.settings()
        let older = Array(try settings.migrations().dropLast())

        let restore = Restore(settings: settings, migrations: older, backup: backup, isQuiet: true)

        let refusal = #expect(throws: Refusal.self) { try restore.verify() }
        #expect(refusal?.description.contains("newer release") == true)
    }

    @Test func `a second backup shares the files of the first, and keeps when that goes`() throws {
        let place = try filled()
        let first = try place.backUp()
        try place.write("audio/c.wav", [7])
        let second = try place.backUp(second: 60)

        let inode: (BackupFolder) throws -> UInt64? = { backup in
            let path = backup.file("media/audio/a.wav")
            return try FileManager.default.attributesOfItem(atPath: path)[.systemFileNumber] as? UInt64
        }
        #expect(try inode(first) == inode(second))
        #expect(try inode(first) != nil)
        #expect(try Backup.prune(place.backups, to: 1) == [first.path])
        #expect(try place.restore(second).verify().files == 5)
    }

    @Test func `half a backup is none`() throws {
        let place = try filled()
        let backup = try place.backUp()
        try Files.remove(backup.file("manifest.json"))

        #expect(throws: Refusal.self) { try place.restore(backup).verify() }
        #expect(try BackupFolder.finished(in: place.backups).isEmpty)
    }

    @Test func `one that fails leaves nothing behind`() throws {
        let place = try filled()
        // A folder where a file is to be read, as good as a disk that cannot be read.
        try place.connect().run(script: "CREATE TABLE broken (id INT) ENGINE = MyISAM;")
        try place.connect().run(script: "CREATE VIEW sight AS SELECT id FROM broken;")
        try place.connect().run(script: "DROP TABLE broken;")

        let refusal = #expect(throws: Refusal.self) { try place.backUp() }

        #expect(refusal?.description.contains("mariadb-dump") == true)
        #expect(try Files.names(in: place.backups) == [".lock"])
    }

    @Test func `two at once are refused`() throws {
        let place = try filled()
        try Files.makeFolder(place.backups + "/2026-11-26T000000Z.part/media")
        let lock = try FileLock.take(place.backups + "/.lock")
        #expect(lock != nil)
        #expect(throws: Refusal.self) { try place.backUp() }
        #expect(try Files.names(in: place.backups).count == 2)
        withExtendedLifetime(lock) {}
    }

    @Test func `the next backup removes what a killed one left`() throws {
        let place = try filled()
        try Files.makeFolder(place.backups + "/2026-11-26T000000Z.part/media")

        let backup = try place.backUp()

        #expect(try BackupFolder.finished(in: place.backups).map(\.path) == [backup.path])
        #expect(try Files.names(in: place.backups).filter { $0.hasSuffix(".part") }.isEmpty)
    }
}
