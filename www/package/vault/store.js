// The store: one IndexedDB database, opened when it is needed. A change is one transaction, and counts once the disk has it.

const NAME = "fairnote-vault";
const STORES = { drafts: "id", outbox: "id", keys: "owner" };

let opened;

/** Opens the database; a connection that broke off is opened anew by the next call. */
function open() {
  opened ??= new Promise((resolve, reject) => {
    // Private windows of some browsers have none, or throw when it is touched.
    const request = indexedDB.open(NAME, 1);
    request.onupgradeneeded = () => {
      for (const [store, keyPath] of Object.entries(STORES)) {
        const made = request.result.createObjectStore(store, { keyPath });
        if (store === "keys") continue;
        made.createIndex("name", "name");
        made.createIndex("owner", "owner");
      }
    };
    request.onerror = () => reject(request.error);
    request.onblocked = () => reject(new DOMException("an older version is open in another tab", "AbortError"));
    request.onsuccess = () => {
      const db = request.result;
      const gone = () => (opened = undefined);
      db.onclose = gone;
      db.onversionchange = () => (db.close(), gone());
      resolve(db);
    };
  });
  opened.catch(() => (opened = undefined));
  return opened;
}

async function run(mode, work, again = true) {
  const db = await open();
  let transaction;
  try {
    transaction = db.transaction(Object.keys(STORES), mode, { durability: "strict" });
  } catch (error) {
    if (!again || error.name !== "InvalidStateError") throw error;
    opened = undefined;
    return run(mode, work, false);
  }
  return new Promise((resolve, reject) => {
    const given = work((store) => transaction.objectStore(store));
    transaction.oncomplete = () => resolve(given && "result" in given ? given.result : undefined);
    transaction.onabort = () => reject(transaction.error ?? new DOMException("the change was taken back", "AbortError"));
  });
}

/** Changes the store: `work` is given a function that gives an object store, and may return a request whose result is wanted. */
export const change = (work) => run("readwrite", work);

/** Reads from the store, in the same way. */
export const read = (work) => run("readonly", work);

/** All entries of `store` with that `name` or `owner`. */
export const find = (store, index, value) => read((of) => of(store).index(index).getAll(value));

/** Takes out every entry of an owner, with the key; of everybody, if no owner is given. */
export function wipe(owner, { keepKey = false } = {}) {
  return change((of) => {
    for (const store of ["drafts", "outbox"]) {
      if (owner === undefined) of(store).clear();
      else deleteWhere(of(store).index("owner").openCursor(owner), () => true);
    }
    if (keepKey) return;
    if (owner === undefined) of("keys").clear();
    else of("keys").delete(owner);
  });
}

/**
 * Takes out whatever has outlived its time. An entry cannot claim a longer life than the longest that is ever given, whatever
 * the clock said when it was written.
 */
export function sweep(now, longest) {
  return change((of) => {
    for (const store of Object.keys(STORES)) {
      deleteWhere(of(store).openCursor(), ({ expires }, cursor) => {
        if (expires > now + longest) cursor.update({ ...cursor.value, expires: now + longest });
        return expires <= now;
      });
    }
  });
}

function deleteWhere(request, outlived) {
  request.onsuccess = () => {
    const cursor = request.result;
    if (!cursor) return;
    if (outlived(cursor.value, cursor)) cursor.delete();
    cursor.continue();
  };
}
