import CivilTime
public import Domain
public import JSON

/// A recording, as those see it who review the interview.
public enum RecordingJSON {
    /// `path` is the recording's own address; `chunkMilliseconds` what a browser loses at most when it dies.
    public static func object(_ recording: ReviewedRecording, path: String, chunkMilliseconds: Int) -> JSON.Object {
        let (manifest, media) = (recording.manifest, recording.media)
        return [
            "id": .string(recording.recording.id.text),
            "question_number": .int(Int64(recording.recording.questionPosition)),
            "question_text": .string(recording.questionText),
            "attempt": .int(Int64(recording.attempt)),
            "media_type": .string(recording.recording.mediaType),
            "started_at": .string(recording.createdAt.iso8601),
            "finished_at": JSON(recording.finishedAt?.iso8601),
            "state": .string(state(recording)),
            "duration_ms": number(media?.milliseconds),
            "reported_duration_ms": number(manifest.milliseconds),
            "received_bytes": .int(Int64(manifest.size)),
            "chunks_received": .int(Int64(manifest.chunks.count)),
            "chunks_expected": number(manifest.expected),
            "gaps": .array(manifest.gaps(chunkMilliseconds: chunkMilliseconds).map(gap)),
            "size": number(media?.size),
            "sha256": JSON(media.map { hex($0.sha256) }),
            "media_url": JSON(media.map { _ in path + "media/" }),
            "poster_url": JSON(media?.hasPoster == true ? path + "poster/" : nil),
            "waveform_url": JSON(media?.hasWaveform == true ? path + "waveform/" : nil),
        ]
    }

    /// Each chunk that is safe, with its hash.
    public static func chunks(_ manifest: RecordingManifest) -> JSON {
        .array(
            manifest.chunks.map { chunk in
                [
                    "index": .int(Int64(chunk.number)),
                    "size": .int(Int64(chunk.size)),
                    "sha256": .string(hex(chunk.sha256)),
                    "ends_ms": number(chunk.endsAt),
                ]
            }
        )
    }

    private static func state(_ recording: ReviewedRecording) -> String {
        switch recording.state {
        case .waiting: recording.finishedAt == nil ? "receiving" : "preparing"
        case .made: "ready"
        case .empty: "empty"
        case .failed: "failed"
        case .deleting, .deleted: "deleted"
        }
    }

    private static func gap(_ gap: RecordingManifest.Gap) -> JSON {
        [
            "first_chunk": number(gap.chunks?.lowerBound),
            "last_chunk": number(gap.chunks?.upperBound),
            "from_ms": number(gap.from),
            "until_ms": number(gap.until),
        ]
    }

    private static func number(_ number: Int?) -> JSON { JSON(number.map(Int64.init)) }

    private static func hex(_ bytes: [UInt8]) -> String {
        bytes.map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
    }
}
