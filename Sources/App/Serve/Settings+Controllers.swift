import Controllers
import FoundationEssentials
import Notifications
import Speech
import Views

extension Settings {
    /// What the controllers need to know.
    func controllerConfiguration() throws -> Configuration {
        let secret = try secret()
        let templates = try Templates(folder: templatesFolder)
        var configuration = Configuration(
            backendURL: backendURL,
            timeZone: timeZone,
            secret: secret,
            mediaFolder: mediaFolder,
            portal: portal,
            templates: templates,
            notifications: try NotificationService(
                templates: templates,
                sender: mailSender,
                secret: secret,
                policy: portal,
                giveUpAfter: delivery.giveUpAfter,
                backendURL: backendURL
            )
        )
        configuration.voice = PreparedVoice(spokenQuestions.endpoint, mediaFolder: mediaFolder)
        configuration.holdSeconds = holdSeconds
        configuration.holdsPerUser = holdsPerUser
        configuration.choicesPerCandidate = choicesPerCandidate
        configuration.selfBooking = selfBooking
        configuration.idempotencyHours = idempotencyHours
        configuration.tokenLifetimeDays = tokenLifetimeDays
        configuration.registrationIsOpen = registrationIsOpen
        configuration.corsOrigins = corsOrigins
        configuration.chunkLimit = min(configuration.chunkLimit, uploadLimit)
        configuration.chunkSeconds = chunkSeconds
        configuration.recordingQuota = recordingQuota
        configuration.freeSpaceMinimum = freeSpaceMinimum
        configuration.mailLateSeconds = mailLateSeconds
        configuration.apiDescription = document("openapi.yaml")
        configuration.apiPage = document("api.html")
        return configuration
    }

    private func document(_ name: String) -> [UInt8]? {
        FileManager.default.contents(atPath: docsFolder + "/" + name).map(Array.init)
    }
}
