import Controllers
import Views

extension Settings {
    /// What the controllers need to know.
    func controllerConfiguration() throws -> Configuration {
        var configuration = Configuration(
            backendURL: backendURL,
            timeZone: timeZone,
            secret: try secret(),
            mediaFolder: mediaFolder,
            portal: portal,
            templates: try Templates(folder: templatesFolder)
        )
        configuration.holdSeconds = holdSeconds
        configuration.tokenLifetimeDays = tokenLifetimeDays
        configuration.registrationIsOpen = registrationIsOpen
        configuration.corsOrigins = corsOrigins
        configuration.chunkLimit = min(configuration.chunkLimit, uploadLimit)
        return configuration
    }
}
