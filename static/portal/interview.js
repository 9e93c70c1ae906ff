// The interview itself: question, answer, saving, next question, end.
import { Answer } from "./answer.js";
import { ClosingTime } from "./closing.js";
import { CallFailed, api, insist } from "./api.js";
import { Draft } from "./drafts.js";
import { rememberDevice, takesOver } from "./device.js";
import { openDevices } from "./devices.js";
import { askToTakeOver, showElsewhere } from "./elsewhere.js";
import { finish } from "./finish.js";
import { Meter } from "./meter.js";
import { Pause } from "./pause.js";
import { announce, byId, setText, show, showConnection, showStage } from "./page.js";
import { Presence } from "./presence.js";
import { pressTwice } from "./press.js";
import { showRefusal } from "./problem.js";
import {
  hideDeviceProblem, showAnswering, showDeviceProblem, showHint, showQuestion, showRecording, showSaving, showThinking, showUpload, showVoice,
} from "./questionview.js";
import { AnswerTimer } from "./timer.js";
import { Uploader } from "./uploader.js";
import { Voice } from "./voice.js";

// An answer is sent once its recording is saved; on a slow line, after this long while the rest goes on being sent.
const PATIENCE = 15_000;

/** Runs from the first call of /ai/start to the closing page. */
export class Interview {
  #stream;
  #data;
  #picture;
  #captions;
  #uploader;
  #timer;
  #voice;
  #meter;
  #session;
  #question;
  #answer;
  #busy = false;
  #asking = false;
  #leaving = false;
  #presence = null;
  #closing = null;
  #thinking = false;

  constructor({ data, clock, stream, picture, captions }) {
    this.#data = data;
    this.#stream = stream;
    this.#picture = picture;
    this.clock = clock;
    this.#timer = new AnswerTimer(clock);
    this.#voice = new Voice(byId("voice"), data.language ?? "en-IN");
    this.#captions = captions?.((text) => setText("captions-text", this.#answer.heard(text)), () => {
      showHint("Your browser has stopped writing along. Your recording goes on; you can type notes as well.");
    }) ?? null;
    byId("next").onclick = () => (this.#thinking ? this.#answerNow() : this.#next());
    pressTwice(byId("skip"), "Skip this question?", () => this.#thinking || this.#next("Skip"));
    pressTwice(byId("retake"), "Start this answer over?", () => this.#retake());
    byId("repeat").onclick = () => this.#repeat();
    byId("answer").oninput = (event) => this.#answer.typed(event.target.value);
    document.addEventListener("visibilitychange", () => document.hidden && this.#answer?.flush());
    addEventListener("pagehide", () => this.#answer?.flush());
    addEventListener("beforeunload", (event) => {
      this.#answer?.flush();
      if (this.#unsaved) event.preventDefault();
    });
  }

  get #unsaved() {
    return !this.#leaving && (this.#answer?.recording || this.#uploader?.waiting.pieces > 0);
  }

  async begin() {
    showStage("loading");
    await this.#orExplain(async () => {
      const reply = await this.#start(takesOver());
      rememberDevice();
      this.#session = reply.session_id;
      this.#uploader = new Uploader(this.#session, this.#data.chunk_limit_bytes);
      this.#uploader.addEventListener("change", () => showUpload(this.#uploader, this.#answer?.recording));
      if (reply.completed) return this.#finish(reply.final_message);
      this.#presence = new Presence({
        startsAt: this.#data.starts_at, onElsewhere: () => this.#leave(showElsewhere), onOver: () => this.#leave(() => location.reload()),
      });
      this.#showSelf();
      await this.#ask({ ...reply, text: reply.question, resumed: reply.resumed });
      this.#closing = new ClosingTime(this.#data.closes_at, this.clock, {
        onWarning: (minutes) => showHint(
          `This interview can be finished within ${minutes === 1 ? "one minute" : `${minutes} minutes`} only. What you have said by then is sent.`,
        ),
        onLast: () => document.body.dataset.stage === "question" && !this.#thinking && this.#next(),
      });
    });
  }

  /** Comes in; where another device has the interview, once the candidate has said that it is to go on here. */
  async #start(takeOver) {
    try {
      return await this.#insist(() => api.start(takeOver), (text) => setText("loading-text", text));
    } catch (failure) {
      if (failure.code !== "other_device") throw failure;
      await askToTakeOver();
      showStage("loading");
      return this.#start(true);
    }
  }

  /** The interview is not here any more: what was recorded is still sent, nothing else is done. */
  async #leave(tell) {
    if (this.#leaving) return;
    this.#busy = true;
    this.#leaving = true;
    this.#presence?.stop();
    this.#closing?.stop();
    this.#timer.stop();
    this.#voice.stop();
    await this.#answer?.stop();
    this.#meter?.stop();
    this.#stream?.getTracks().forEach((track) => track.stop());
    byId("self-view").srcObject = null;
    tell();
  }

  async #ask(reply) {
    const { text, audio_url: url, question_number: number, max_questions: count, resumed = false } = reply;
    const { time_limit_seconds: limit, preparation_seconds: preparation = 0, retakes_left: retakes = 0, attempt = 1 } = reply;
    this.#question = { text, url, number, count, last: number === count, limit, retakes, attempt };
    const draft = new Draft(this.#session, number);
    this.#answer = new Answer({
      number, attempt, draft, uploader: this.#uploader, captions: this.#captions, chunkSeconds: this.#data.chunk_seconds ?? 3,
    });
    showQuestion({ text, number, count, typed: draft.typed, picture: this.#picture, recorded: Boolean(this.#stream), retakes });
    show("captions-box", Boolean(this.#captions));
    setText("captions-text", draft.heard);
    if (resumed) showHint("Welcome back. Your earlier answers are saved, and so is what you said to this question; go on from here.");
    this.#timer.prepare(limit);
    if (preparation > 0 && !draft.startedAt) return this.#think(url, preparation);
    this.#record();
    await this.#read(url);
    this.#startTimer();
  }

  /** First the question, then time to think, then the answer; a press on the main button begins it at once. */
  async #think(url, seconds) {
    const answer = this.#answer;
    this.#thinking = true;
    showThinking();
    showRecording("off", "Recording begins with your answer");
    const { draft } = answer;
    if (!draft.thinkingSince) await Promise.race([this.#read(url, false), this.#timer.waitToThink(seconds)]);
    this.#voice.stop();
    if (!this.#leaving && this.#thinking && answer === this.#answer) {
      if (!draft.thinkingSince) draft.change({ thinkingSince: this.clock.now() });
      announce(`You have ${seconds} seconds to prepare. The recording begins after that.`);
      await this.#timer.think(seconds, draft.thinkingSince);
    }
    this.#thinking = false;
    if (this.#leaving || answer !== this.#answer) return;
    showSaving(null, this.#question.last);
    showAnswering(this.#question.retakes);
    announce(this.#stream ? "Your answer is being recorded now." : "You can answer now.");
    this.#record();
    this.#startTimer();
    answer.listen();
  }

  #startTimer() {
    const { draft } = this.#answer;
    if (!draft.startedAt) draft.change({ startedAt: this.clock.now() });
    this.#timer.start(this.#question.limit, draft.startedAt);
  }

  #answerNow() {
    this.#thinking = false;
    this.#timer.stop();
  }

  /** Reads the question aloud; the candidate's words are written along only after that. */
  async #read(url, thenListen = true) {
    const answer = this.#answer;
    showVoice("speaking");
    const outcome = await this.#voice.say({ url, text: this.#question.text });
    if (answer !== this.#answer || this.#voice.speaking) return;
    showVoice(outcome === "blocked" ? "blocked" : "quiet");
    if (outcome === "blocked") showHint("Your browser wants you to press “Play the question” before it makes a sound.");
    if (thenListen && !this.#busy) answer.listen();
  }

  async #repeat() {
    if (this.#busy || this.#asking) return;
    if (this.#voice.speaking) return this.#voice.stop();
    this.#asking = true;
    showHint("");
    let { url } = this.#question;
    try {
      const reply = await api.repeat(this.#session);
      if (reply.question_number === this.#question.number) url = reply.audio_url;
    } catch (failure) {
      if (!(failure instanceof CallFailed)) throw failure; // Without the server's word we still have the text and the file.
    } finally {
      this.#asking = false;
    }
    if (!this.#busy) await this.#read(url, !this.#thinking);
  }

  #record() {
    if (!this.#stream) return showRecording("off", "Typed answers, nothing is recorded");
    const started = this.#answer.record(this.#stream, () => this.#deviceLost());
    // The recorder tells only when all of them have ended; a headset may go while the camera stays.
    for (const track of this.#stream.getTracks()) track.onended = () => this.#trackLost();
    if (started) showRecording("on", this.#picture ? "Recording" : "Recording sound");
    else showRecording("off", "Not recording");
    showUpload(this.#uploader, started);
  }

  async #trackLost() {
    if (this.#busy || this.#leaving || !this.#answer.recording) return;
    await this.#answer.stop();
    await this.#deviceLost();
  }

  async #deviceLost() {
    showRecording("off", "Recording has stopped");
    await this.#reopen({
      title: "Your camera or microphone has stopped", text: "Was it unplugged, or taken by a call? Check it, then try again.",
    });
  }

  /** Devices that come back by themselves need no press; otherwise the candidate is told and asked. */
  async #reopen(problem) {
    if (this.#busy || this.#leaving) return;
    try {
      this.#stream.getTracks().forEach((track) => track.stop());
      this.#stream = await openDevices({ picture: this.#picture });
      // Meanwhile the candidate may have gone on, or away.
      if (this.#leaving) return this.#stream.getTracks().forEach((track) => track.stop());
      hideDeviceProblem();
      this.#showSelf();
      if (!this.#busy && !this.#answer.recording) this.#record();
    } catch (failure) {
      showDeviceProblem(failure.title ? failure : problem, () => this.#reopen(problem));
    }
  }

  #showSelf() {
    this.#meter?.stop();
    if (!this.#stream) return;
    byId("self-view").srcObject = this.#picture ? this.#stream : null;
    byId("self-view").play?.().catch(() => {});
    this.#meter = new Meter(byId("self-meter"), this.#stream);
  }

  /** Sends the answer: `words`, or what was said and typed. */
  async #next(words = null) {
    if (this.#busy) return;
    this.#busy = true;
    const { number, last } = this.#question;
    const saving = (text) => showSaving(text, last);
    saving("Saving your answer…");
    this.#timer.stop();
    this.#voice.stop();
    hideDeviceProblem();
    showHint("");
    await this.#orExplain(async () => {
      await this.#answer.stop();
      showRecording("off", "Paused while saving");
      await this.#savedOrPatient(saving);
      const transcript = words ?? this.#answer.draft.transcript;
      const reply = await this.#insist(() => api.answer(this.#session, number, transcript), saving);
      if (reply.completed) {
        this.#answer.draft.forget();
        return this.#finish(reply.final_message ?? reply.message);
      }
      this.#busy = false;
      if (reply.acknowledge) return this.#again(reply.message, last);
      this.#answer.draft.forget();
      if (reply.pause_allowed) await new Pause(this.#data.closes_at).over();
      if (!this.#leaving) await this.#ask({ ...reply, text: reply.next_question });
    });
  }

  /** Sets the answer so far aside and begins it anew, as often as the question allows. */
  async #retake() {
    if (this.#busy || this.#thinking) return;
    this.#busy = true;
    this.#timer.stop();
    this.#voice.stop();
    await this.#orExplain(async () => {
      await this.#answer.stop();
      const again = (text) => showSaving(text, this.#question.last);
      const reply = await this.#insist(() => api.retake(this.#session, this.#question.number, this.#question.attempt), again);
      this.#answer.draft.forget();
      this.#busy = false;
      const { text, url, number, count } = this.#question;
      await this.#ask({ ...reply, text, audio_url: url, question_number: number, max_questions: count });
      showHint("Your answer begins anew. What you said before is set aside: nobody is shown it.");
    });
  }

  /** The server wants more of an answer to the same question. */
  #again(message, last) {
    showSaving(null, last);
    showHint(message);
    this.#startTimer();
    this.#record();
    this.#answer.listen();
    byId("answer").focus();
  }

  async #savedOrPatient(saving) {
    const patience = new Promise((resolve) => setTimeout(resolve, PATIENCE));
    const tell = () => {
      const { state, waiting } = this.#uploader;
      if (state === "offline") saving("No connection. Your answer is safe on this device; we send it as soon as the connection is back.");
      else if (state === "away") saving("Our server does not answer right now. Your answer is safe; we keep trying.");
      else if (waiting.pieces) saving(`Saving your answer… ${waiting.pieces} to go`);
    };
    this.#uploader.addEventListener("change", tell);
    await Promise.race([this.#answer.saved(), patience]);
    this.#uploader.removeEventListener("change", tell);
  }

  async #finish(message) {
    this.#presence?.stop();
    this.#closing?.stop();
    this.#timer.stop();
    this.#voice.stop();
    this.#meter?.stop();
    this.#busy = true;
    this.#stream?.getTracks().forEach((track) => track.stop());
    await finish({ uploader: this.#uploader, message, insist: (call, tell) => this.#insist(call, tell) });
    this.#leaving = true;
    location.assign("/complete/");
  }

  /** Calls until there is an answer, telling the candidate meanwhile. */
  #insist(call, tell) {
    return insist(call, ({ kind }) => {
      const offline = kind === "offline";
      showConnection(offline ? "offline" : "trouble", offline ? "No connection" : "Server is busy");
      tell(offline
        ? "No connection. Nothing is lost; we go on as soon as it is back."
        : "Our server does not answer right now. Nothing is lost; we keep trying.");
    }, () => showConnection("online", "Connected"));
  }

  async #orExplain(run) {
    try {
      await run();
    } catch (failure) {
      if (this.#leaving) return;
      if (failure.code === "other_device") return this.#leave(showElsewhere);
      await this.#leave(() => {});
      announce("The interview cannot go on.");
      showRefusal(failure instanceof CallFailed ? failure : new CallFailed("refused"));
      if (!(failure instanceof CallFailed)) throw failure;
    }
  }
}
