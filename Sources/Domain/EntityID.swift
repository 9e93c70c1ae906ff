/// The key of one kind of record that is known by a UUID, so that a slot's id cannot be passed where an interview's is
/// meant.
public struct EntityID<Record>: Hashable, Sendable, CustomStringConvertible {
    /// Lower case, with hyphens (RFC 9562, section 4).
    public let text: String

    /// `nil` unless `text` is 32 hexadecimal digits, with or without the four hyphens; case does not matter.
    public init?(_ text: String) {
        var digits: [UInt8] = []
        digits.reserveCapacity(36)
        var hyphens = 0
        for (index, byte) in text.utf8.enumerated() {
            switch byte {
            case 0x30...0x39, 0x61...0x66: digits.append(byte)
            case 0x41...0x46: digits.append(byte | 0x20)
            case 0x2D where [8, 13, 18, 23].contains(index): hyphens += 1
            default: return nil
            }
            guard digits.count <= 32 else { return nil }
        }
        guard digits.count == 32, hyphens == 0 || hyphens == 4 else { return nil }
        var out: [UInt8] = []
        for (index, digit) in digits.enumerated() {
            if [8, 12, 16, 20].contains(index) { out.append(0x2D) }
            out.append(digit)
        }
        self.text = String(decoding: out, as: UTF8.self)
    }

    /// An id that the database or this program wrote.
    public init(trusted text: String) { self.text = text }

    public var description: String { text }
}

public enum SlotRecord {}
public enum InterviewRecord {}
public enum ScheduleRecord {}
public enum SessionRecord {}
public enum ResumeRecord {}
public enum RecordingRecord {}
public enum ConflictRecord {}
public enum InvitationRecord {}

public typealias SlotID = EntityID<SlotRecord>
public typealias InterviewID = EntityID<InterviewRecord>
public typealias ScheduleID = EntityID<ScheduleRecord>
public typealias SessionID = EntityID<SessionRecord>
public typealias ResumeID = EntityID<ResumeRecord>
public typealias RecordingID = EntityID<RecordingRecord>
public typealias ConflictID = EntityID<ConflictRecord>
public typealias InvitationID = EntityID<InvitationRecord>
