// Opens camera and microphone, and says in plain words what is wrong when the browser does not.

const PICTURE = { width: { ideal: 640 }, height: { ideal: 480 }, frameRate: { ideal: 24, max: 30 } };
const SOUND = { echoCancellation: true, noiseSuppression: true, autoGainControl: true };

/** Why there is no picture or sound, in words for the candidate. */
export class DeviceProblem extends Error {
  constructor(code, title, text, { soundOnlyHelps = false, blames = "both" } = {}) {
    super(title);
    Object.assign(this, { code, title, text, soundOnlyHelps, blames });
  }
}

/**
 * The stream of the chosen devices.
 * @param {{picture: boolean, cameraId?: string, microphoneId?: string}} wish
 */
export async function openDevices({ picture, cameraId, microphoneId }) {
  if (!navigator.mediaDevices?.getUserMedia) throw unsupported();
  try {
    return await navigator.mediaDevices.getUserMedia({
      audio: { ...SOUND, ...(microphoneId && { deviceId: { exact: microphoneId } }) },
      video: picture && { ...PICTURE, facingMode: "user", ...(cameraId && { deviceId: { exact: cameraId } }) },
    });
  } catch (error) {
    throw await explained(error, picture);
  }
}

/** Cameras and microphones that can be chosen; names are known only after permission. */
export async function listDevices() {
  const all = await navigator.mediaDevices.enumerateDevices().catch(() => []);
  const ofKind = (kind) => all.filter((device) => device.kind === kind && device.deviceId);
  return { cameras: ofKind("videoinput"), microphones: ofKind("audioinput") };
}

async function permission(name) {
  try {
    return (await navigator.permissions.query({ name })).state;
  } catch {
    return "unknown"; // Firefox and older Safari do not know these names.
  }
}

async function explained(error, picture) {
  const { cameras, microphones } = await present();
  switch (error.name) {
    case "NotAllowedError":
    case "PermissionDeniedError":
      return denied(error, picture);
    case "NotFoundError":
    case "DevicesNotFoundError":
      if (microphones) {
        return new DeviceProblem("no-camera", "We found no camera",
          "Connect a camera and try again, or continue with sound only.", { soundOnlyHelps: true, blames: "camera" });
      }
      return new DeviceProblem("no-microphone", cameras ? "We found no microphone" : "We found no camera and no microphone",
        "Connect a headset or microphone, or open the link from your email on a phone or another computer, and try again.",
        { blames: cameras ? "microphone" : "both" });
    case "NotReadableError":
    case "TrackStartError":
      return new DeviceProblem("in-use", "Your camera or microphone is busy",
        "Another program seems to use it. Close video calls and camera programs, then try again.",
        { soundOnlyHelps: picture && microphones });
    case "OverconstrainedError":
      return new DeviceProblem("unsuitable", "The chosen device is not there any more",
        "It may have been unplugged. Try again and we use the one your browser offers.");
    case "AbortError":
      return new DeviceProblem("aborted", "Your device stopped the camera or microphone",
        "This happens now and then. Please try again; if it stays, restart the browser.");
    case "SecurityError":
      return new DeviceProblem("forbidden", "This device does not let web pages use the camera",
        "A setting of the browser or of your organisation forbids it. Open the link from your email on another device.");
    case "TypeError":
      return unsupported();
    default:
      return new DeviceProblem("unknown", "The camera or microphone did not start",
        "Please try again. If it stays, restart the browser or use another device.", { soundOnlyHelps: picture && microphones });
  }
}

async function denied(error, picture) {
  if (/system/i.test(error.message)) {
    return new DeviceProblem("system-denied", "Your system keeps the camera or microphone from the browser",
      "Open the privacy settings of your computer or phone, allow camera and microphone for this browser, then try again.");
  }
  const [camera, microphone] = await Promise.all([permission("camera"), permission("microphone")]);
  const onlyCamera = picture && camera === "denied" && microphone === "granted";
  const onlyMicrophone = microphone === "denied" && (camera === "granted" || !picture);
  const what = onlyCamera ? "camera" : onlyMicrophone ? "microphone" : "camera and microphone";
  return new DeviceProblem("denied", `The ${what} may not be used yet`,
    `Your browser was told “Block”, or the question was closed. Press the lock or camera sign beside the address, allow ${what}, then try again.`,
    { blames: onlyCamera ? "camera" : onlyMicrophone ? "microphone" : "both" });
}

function unsupported() {
  return new DeviceProblem("unsupported", "This browser cannot record an interview",
    "Please open the link from your email in a current Chrome, Edge, Firefox or Safari, outside of other apps.");
}

async function present() {
  const all = await navigator.mediaDevices.enumerateDevices().catch(() => []);
  return { cameras: all.some((device) => device.kind === "videoinput"), microphones: all.some((device) => device.kind === "audioinput") };
}
