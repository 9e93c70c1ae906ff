import CivilTime
import Domain
import Secrets
import Web

/// The address of a resume that opens for a while without a token.
///
/// The frontend opens resumes in a new tab, which sends no `Authorization`; so whoever may see a candidate is given an
/// address that is signed for this resume and runs out after one to two hours.
struct ResumeLink {
    private let key: [UInt8]
    private let backendURL: String
    private let now: Instant

    init(_ work: Work) {
        key = work.configuration.secret.derive(context: "resume-link")
        backendURL = work.configuration.backendURL
        now = work.now
    }

    /// `nil` where no file was kept.
    func address(of candidate: Candidate) -> String? {
        guard let resume = candidate.resume, resume.hasFile else { return nil }
        // The end of the next hour: the address stays the same for a while, as caches and comparisons like it.
        let expires = (now.seconds / 3600 + 2) * 3600
        let signature = HMAC.authenticate(message(candidate.id, resume.id, expires), key: key).hex
        return "\(backendURL)/api/candidates/\(candidate.id)/resume/?expires=\(expires)&signature=\(signature)"
    }

    /// Whether the request shows a signature for this candidate's resume that has not run out.
    func isSigned(_ request: Request, for candidate: Candidate) -> Bool {
        guard let resume = candidate.resume, let expires = request.query("expires").flatMap({ Int64($0) }),
            let signature = request.query("signature").flatMap({ [UInt8](hex: $0) }), now.seconds < expires
        else { return false }
        return HMAC.isValid(signature, for: message(candidate.id, resume.id, expires), key: key)
    }

    private func message(_ candidate: Int64, _ resume: ResumeID, _ expires: Int64) -> [UInt8] {
        Array("\(candidate) \(resume) \(expires)".utf8)
    }
}
