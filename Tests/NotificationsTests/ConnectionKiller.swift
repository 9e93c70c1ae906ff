import Foundation
import MariaDB
import TestSupport

/// Cuts every connection to a test's database but its own, from a thread of its own, while another works.
final class ConnectionKiller: Sendable {
    private let database: TestDatabase
    private let done = DispatchSemaphore(value: 0)

    init(_ database: TestDatabase) { self.database = database }

    func killOthersAfter(milliseconds: Int) {
        Thread.detachNewThread { [database, done] in
            Thread.sleep(forTimeInterval: Double(milliseconds) / 1000)
            // A failure here shows as the test's failure.
            try? Self.kill(database)
            done.signal()
        }
    }

    func join() { done.wait() }

    private static func kill(_ database: TestDatabase) throws {
        let db = try database.connect()
        let ids = try db.all(
            """
            SELECT ID
            FROM information_schema.PROCESSLIST
            WHERE DB = \(database.name) AND ID <> CONNECTION_ID()
            """
        ) { (row) throws(DatabaseError) in try row.int() }
        for id in ids { try db.run(script: "KILL \(id);") }
    }
}
