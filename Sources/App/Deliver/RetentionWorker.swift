import CivilTime
import Domain
import FastCGI
import Logging
import Storage
import Store

/// The thread that removes recordings whose time is over (RECORDING_KEEP_DAYS), or that were deleted.
struct RetentionWorker: Sendable {
    private static let interval: Int32 = 5000
    private static let batch = 50
    /// Turns between two looks for what is too old: an hour.
    private static let lookTurns = 720
    /// After so many seconds nothing that was on its way to a deleted interview can still arrive.
    private static let orphanSeconds: Int64 = 300

    let chore: Chore

    func run() {
        let storage = FolderStorage(mediaFolder: chore.settings.mediaFolder)
        var turn = 0
        chore.repeat(every: RetentionWorker.interval, orSay: "Recordings wait to be removed") { database in
            let store = RetentionStore(try database.open())
            if turn % RetentionWorker.lookTurns == 0 { try expire(store) }
            turn += 1
            let cutoff = SystemClock.read().adding(seconds: -RetentionWorker.orphanSeconds)
            try remove(
                from: storage,
                each: { try store.orphans(before: cutoff, limit: RetentionWorker.batch) },
                then: store.noteOrphanGone
            )
            try remove(from: storage, each: { try store.doomed(limit: RetentionWorker.batch) }, then: store.noteGone)
        }
    }

    /// Removes the files of what `batch` gives until it gives nothing; `note` sees to it that it does not give one again.
    private func remove(
        from storage: FolderStorage,
        each batch: () throws -> [RetentionStore.Doomed],
        then note: (RecordingID) throws -> Void
    ) throws {
        while !chore.stop.isRaised {
            let doomed = try batch()
            guard !doomed.isEmpty else { return }
            for each in doomed {
                try storage.remove(session: each.sessionID.text, recording: each.id.text)
                try note(each.id)
                chore.log.notice("A recording was removed", metadata: ["recording.id": "\(each.id)"])
            }
        }
    }

    private func expire(_ store: RetentionStore) throws {
        let days = chore.settings.recordingKeepDays
        guard days > 0 else { return }
        let cutoff = SystemClock.read().adding(seconds: Int64(days) * -86_400)
        while !chore.stop.isRaised, try store.expire(before: cutoff, limit: 1000) > 0 {}
    }
}
