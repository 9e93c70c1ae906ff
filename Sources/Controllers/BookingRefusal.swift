import Booking
import Domain
import JSON
import Store
import Views
import Web

/// A refused claim as an answer: 400 with a sentence, the rule's code, and up to three slots near the refused one.
struct BookingRefusal {
    let refusal: ClaimRefusal
    /// The refused slot; `nil` when the caller named none.
    let slot: Slot?
    let claimant: BookingService.Claimant
    let bookings: BookingService

    func error() throws -> HTTPError {
        var sentence = refusal.sentence
        if refusal == .slotFull, let slot {
            sentence = "Slot is fully booked (\(slot.maxCandidates) of \(slot.maxCandidates) seats are taken or held)."
        }
        return .error(.badRequest, sentence, adding: try details())
    }

    /// The same in the shape of field errors, which some of the frontend's ways to a booking expect.
    func fieldError(_ beginning: String) throws -> HTTPError {
        let error = FieldErrors(FieldErrors.general, "\(beginning): \(refusal.sentence)").error
        var body = error.body
        for (key, value) in try details() { body[key] = value }
        return HTTPError(error.status, body: body, headers: error.headers)
    }

    private func details() throws -> JSON.Object {
        var details: JSON.Object = ["code": .string(refusal.rawValue)]
        if let slot {
            details["alternatives"] = ClaimJSON.alternatives(try bookings.alternatives(to: slot, for: claimant))
        }
        return details
    }
}
