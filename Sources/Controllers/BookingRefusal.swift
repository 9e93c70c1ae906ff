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
        var details = try details()
        guard refusal == .slotFull, let slot else { return .error(.badRequest, refusal.sentence, adding: details) }
        let seats = slot.maxCandidates
        let sentence = "Slot is fully booked (\(seats) of \(seats) seats are taken or held)."
        // Seats that are only held have no sentence of old.
        guard slot.currentBookings >= seats else { return .error(.badRequest, sentence, adding: details) }
        details["detail"] = .string(sentence)
        let count = "current_bookings=\(slot.currentBookings) >= max_candidates=\(seats)"
        return .error(.badRequest, "Slot is fully booked (\(count)) by other interviews", adding: details)
    }

    /// The same in the shape of field errors, with the sentence that the frontend knows; `detail` says why.
    func fieldError(_ known: String) throws -> HTTPError {
        let error = FieldErrors(FieldErrors.general, known).error
        var body = error.body
        body["detail"] = .string("\(known): \(refusal.sentence)")
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
