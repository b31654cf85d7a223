// Runs in each page before its own code, and says when what a person asked for was painted. It knows pages by what a person
// sees: roles and names.
(() => {
  const PATIENCE = 20_000;
  const { port1, port2 } = new MessageChannel();
  const waiting = [];
  port1.onmessage = () => {
    const now = performance.now();
    for (const done of waiting.splice(0)) done(now);
  };
  // When the frame is done that is being made.
  const painted = () =>
    new Promise((done) => {
      waiting.push(done);
      port2.postMessage(0);
    });
  // When the first frame is done in which something is there.
  const seen = (what, isThere) =>
    new Promise((done, fail) => {
      const until = performance.now() + PATIENCE;
      const look = () => {
        if (isThere()) painted().then(done);
        else if (performance.now() > until) fail(new Error(`${what} is not there`));
        else requestAnimationFrame(look);
      };
      requestAnimationFrame(look);
    });

  const top = () => [...document.querySelectorAll("dialog[open]")].pop() ?? document;
  const all = (selector) => [...top().querySelectorAll(selector)];
  const rows = () => all("[role=row]").filter((row) => !row.hidden && row.textContent.includes("@"));
  const first = () => rows().find((row) => row.getAttribute("aria-rowindex") === "2")?.textContent;
  const count = () => top().querySelector("[role=table]")?.getAttribute("aria-rowcount");
  const status = () => all("[role=status]").map((status) => status.textContent).join("\n");
  const name = (thing) => (thing.getAttribute("aria-label") ?? thing.textContent).trim();
  const radios = () => all("input[type=radio]");

  // What is to be there after an event, compared with what is there before it.
  const after = {
    found: (text) => {
      const before = count();
      return () => count() !== before && rows().every((row) => row.textContent.toLowerCase().includes(text));
    },
    sorted: () => {
      const before = first();
      return () => ![before, undefined].includes(first());
    },
    all: (mode) => {
      const before = status();
      const own = () => radios().filter((radio) => name(radio).startsWith(`${mode}, `));
      return () => status() !== before && own().length > 0 && own().every((radio) => radio.checked);
    },
    chosen: (radio) => {
      const before = status();
      return () => status() !== before && radios().some((own) => own.checked && name(own) === radio);
    },
    told: () => {
      const before = status();
      return () => status() !== before;
    },
    summary: () => () => radios().length === 0 && top() !== document && rows().length > 0,
    choice: () => () => radios().length > 0 && rows().length > 0,
  };

  // What scrolls the rows: a box around them, or the page.
  const scroller = () => {
    for (let box = rows()[0]?.parentElement; box && box !== document.body; box = box.parentElement) {
      const scrolls = /auto|scroll/.test(getComputedStyle(box).overflowY);
      if (scrolls && box.scrollHeight > box.clientHeight) return box;
    }
    return document.scrollingElement;
  };
  const middle = (thing) => {
    const { left, top, width, height } = thing.getBoundingClientRect();
    return [left + width / 2, top + height / 2];
  };
  const isMet = (thing) => {
    const met = document.elementFromPoint(...middle(thing));
    return met !== null && (thing.contains(met) || met.closest("label")?.control === thing);
  };

  const memories = new Set();
  const { Memory, instantiate, instantiateStreaming } = WebAssembly;
  WebAssembly.Memory = new Proxy(Memory, {
    construct(...parts) {
      const memory = Reflect.construct(...parts);
      memories.add(memory);
      return memory;
    },
  });
  const note = (result) => {
    for (const part of Object.values((result.instance ?? result).exports)) {
      if (part instanceof Memory) memories.add(part);
    }
    return result;
  };
  WebAssembly.instantiate = async (...parts) => note(await instantiate(...parts));
  WebAssembly.instantiateStreaming = async (...parts) => note(await instantiateStreaming(...parts));

  const bench = {
    // When, since the page was asked for, the first account was painted.
    first: seen("the first row", () => rows().length > 0),
    // Gets ready for an event. `done` is then how long it took from the event to the paint of what was asked for.
    arm(event, what, ...facts) {
      const isThere = after[what](...facts);
      bench.done = new Promise((done, fail) => {
        const begin = ({ timeStamp }) => seen(what, isThere).then((at) => done(at - timeStamp), fail);
        addEventListener(event, begin, { capture: true, once: true });
      });
    },
    // The middle of the first thing of a kind with such a name; nothing while it is not there or covered.
    place(selector, pattern) {
      const thing = all(selector).find((thing) => new RegExp(pattern).test(name(thing)) && !thing.disabled && isMet(thing));
      return thing && middle(thing);
    },
    // A radio in view that is not chosen: which one depends on a number.
    radio(number) {
      const free = radios().filter((radio) => !radio.checked && isMet(radio));
      const radio = free[number % free.length];
      return { name: name(radio), place: middle(radio) };
    },
    // Scrolls to a part of the list, from 0 to 1.
    scroll(part) {
      const box = scroller();
      box.scrollTop = part * (box.scrollHeight - box.clientHeight);
      return seen("a row", () => rows().length > 0);
    },
    scrolled: () => scroller().scrollTop,
    // The bytes of all wasm memories.
    wasm: () => [...memories].reduce((sum, memory) => sum + memory.buffer.byteLength, 0),
    // Begins to note the times between frames, in milliseconds.
    film() {
      const frames = [];
      let [last, on] = [undefined, true];
      const frame = (at) => {
        if (last !== undefined) frames.push(at - last);
        last = at;
        if (on) requestAnimationFrame(frame);
      };
      requestAnimationFrame(frame);
      bench.cut = () => {
        on = false;
        return frames;
      };
    },
    // How many milliseconds JSON.parse takes for all accounts.
    async parse() {
      const text = await (await fetch("/api/v1/platforms/bench/book")).text();
      const begun = performance.now();
      const { accounts } = JSON.parse(text);
      const took = performance.now() - begun;
      if (accounts.length === 0) throw new Error("no accounts");
      return took;
    },
  };
  globalThis.bench = bench;
})();
