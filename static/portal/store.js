// Keeps recorded pieces on this device (IndexedDB) until the server has them, so that a reload or crash loses none.

const NAME = "interview-portal";
const FORGET_AFTER = 3 * 24 * 3600 * 1000;

function settled(request) {
  return new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });
}

function opened() {
  const request = indexedDB.open(NAME, 1);
  request.onupgradeneeded = () => {
    request.result.createObjectStore("recordings", { keyPath: "key" });
    request.result.createObjectStore("pieces", { keyPath: ["key", "index"] });
  };
  request.onblocked = () => request.dispatchEvent(new Event("error"));
  return settled(request);
}

/** Best effort by design: where the browser refuses to store (private windows), the pieces still wait in memory. */
export class PieceStore {
  #database;

  constructor() {
    this.#database = Promise.resolve().then(opened).catch(() => null);
  }

  saveRecording(recording) {
    return this.#write("recordings", (store) => store.put(recording));
  }

  savePiece(key, index, bytes, end) {
    return this.#write("pieces", (store) => store.put({ key, index, bytes, end }));
  }

  dropPiece(key, index) {
    return this.#write("pieces", (store) => store.delete([key, index]));
  }

  async dropRecording(key) {
    await this.#write("pieces", (store) => store.delete(IDBKeyRange.bound([key], [key, []])));
    await this.#write("recordings", (store) => store.delete(key));
  }

  /** Recordings of this session that another page left unfinished, with the pieces that still wait; forgets old ones. */
  async leftovers(session, pageId) {
    const database = await this.#database;
    if (!database) return [];
    try {
      const all = await settled(database.transaction("recordings").objectStore("recordings").getAll());
      for (const recording of all.filter(({ createdAt }) => Date.now() - createdAt > FORGET_AFTER)) await this.dropRecording(recording.key);
      const found = all.filter((recording) => recording.session === session && recording.pageId !== pageId);
      return await Promise.all(found.map(async (recording) => {
        const pieces = database.transaction("pieces").objectStore("pieces");
        return { recording, pieces: await settled(pieces.getAll(IDBKeyRange.bound([recording.key], [recording.key, []]))) };
      }));
    } catch {
      return []; // A broken store must not keep the interview from going on.
    }
  }

  async #write(storeName, change) {
    const database = await this.#database;
    try {
      if (database) await settled(change(database.transaction(storeName, "readwrite").objectStore(storeName)));
    } catch {
      // Full or refused: the copy in memory is still there.
    }
  }
}
