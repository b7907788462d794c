// The pace of saving: soon after the first key, again while typing goes on, one save at a time and in order.

/** How long a key waits at most for its save to begin, if no other is under way. */
const WAIT = 100;
/** After a save that failed. */
const AGAIN = 3000;

/**
 * @param {() => Promise<boolean>} save says whether it succeeded
 */
export function pace(save) {
  let timer;
  let running;
  let dirty = false;

  const later = (wait) => (timer ??= setTimeout(run, wait));

  function run() {
    clearTimeout(timer);
    timer = undefined;
    // One at a time: what is typed meanwhile is in the next.
    running ??= (async () => {
      dirty = false;
      const begun = performance.now();
      const succeeded = await save().catch(() => false);
      running = undefined;
      if (!succeeded) {
        dirty = true;
        later(AGAIN);
      } else if (dirty) {
        later(Math.max(0, WAIT - (performance.now() - begun)));
      }
      return succeeded;
    })();
    return running;
  }

  return {
    /** Something changed. */
    touch() {
      dirty = true;
      if (!running) later(WAIT);
    },
    /** Saves what there is, now, whether anybody told of it or not; done when the disk has it. */
    async flush() {
      if (running) await running;
      return run();
    },
    /** Nothing is to be saved any more. */
    async stop() {
      clearTimeout(timer);
      timer = undefined;
      dirty = false;
      await running;
      clearTimeout(timer);
      timer = undefined;
    },
  };
}
