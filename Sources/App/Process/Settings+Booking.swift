import Booking
import Notifications
import Secrets
import Views

extension Settings {
    /// What bookings need to know, for the commands that make or end some without a request.
    func bookingContext() throws -> BookingService.Context {
        let secret = try secret()
        let keys = SessionKeys(secret: secret)
        let service = try NotificationService(
            templates: Templates(folder: templatesFolder),
            sender: mailSender,
            secret: secret,
            policy: portal,
            giveUpAfter: delivery.giveUpAfter,
            backendURL: backendURL
        )
        let mail = BookingMail(service: service, backendURL: backendURL, timeZone: timeZone, keys: keys)
        return BookingService.Context(keys: keys, holdSeconds: holdSeconds, holdsPerUser: holdsPerUser, mail: mail)
    }
}
