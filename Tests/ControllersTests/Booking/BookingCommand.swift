import JSON
import TestSupport

/// One request that changes a booking.
struct BookingCommand: Sendable, CustomStringConvertible {
    let method: String
    let path: String
    let body: JSON

    var description: String { "\(method) \(path) \(String(decoding: body.encoded(), as: UTF8.self))" }
}

/// A few slots and the people who want them, and the commands that may come at any moment.
struct BookingScene {
    let slots: [String]
    /// The same one twice is somebody with two interviews.
    let candidates: [Int64]
    /// The interviews that there are now, with their schedules.
    var interviews: [(id: String, schedule: String?)] = []

    /// Any command on any of them: a booking or a move mostly, for these meet most.
    func command(_ random: inout SeededGenerator) -> BookingCommand {
        let slot = slots.randomElement(using: &random) ?? ""
        guard let interview = interviews.randomElement(using: &random), Int.random(in: 0..<20, using: &random) > 0
        else { return creation(slot, &random) }
        switch Int.random(in: 0..<20, using: &random) {
        case 0..<9: return post("slots/\(slot)/book_slot/", ["interview_id": .string(interview.id)])
        case 9..<11:
            return BookingCommand(method: "PATCH", path: path("\(interview.id)/"), body: ["slot": .string(slot)])
        case 11..<13: return post("slots/\(slot)/release_slot/", ["interview_id": .string(interview.id)])
        case 13: return post("slots/\(slot)/release_slot/", [:])
        case 14: return BookingCommand(method: "DELETE", path: path("\(interview.id)/"), body: [:])
        case 15: return creation(slot, &random)
        default: break
        }
        guard let schedule = interview.schedule else {
            return post("slots/\(slot)/book_slot/", ["interview_id": .string(interview.id)])
        }
        switch Int.random(in: 0..<4, using: &random) {
        case 0: return post("schedules/\(schedule)/confirm_schedule/", [:])
        case 1: return BookingCommand(method: "DELETE", path: path("schedules/\(schedule)/"), body: [:])
        default: return post("schedules/\(schedule)/cancel_schedule/", ["reason": "sick"])
        }
    }

    private func creation(_ slot: String, _ random: inout SeededGenerator) -> BookingCommand {
        let candidate = candidates.randomElement(using: &random) ?? 0
        return post("", ["candidate": .int(candidate), "slot": .string(slot), "job": .null])
    }

    private func post(_ rest: String, _ body: JSON) -> BookingCommand {
        BookingCommand(method: "POST", path: path(rest), body: body)
    }

    private func path(_ rest: String) -> String { "/api/interviews/" + rest }
}
