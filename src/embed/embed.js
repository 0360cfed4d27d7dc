// <sampan-app>: puts Sampan into a hospital's page, in a frame of its own, so that neither can break the other.
// docs/embed.md tells of its attributes, events and commands; src/embed/frame.js is the app's side.
// The packer replaces __WORDS__ by the messages embed.* of each language.
// keys: embed.*

(() => {
  const words = __WORDS__;
  const script = document.currentScript?.src;
  /** Attributes that narrow the search, as the app's own address does. */
  const FILTERS = ["specialty", "hospital", "service", "near", "speaks", "gender", "mode", "when", "sort"];
  const COLORS = ["action", "paper", "ink"];
  /** How long the app may take to answer before a link is offered, in milliseconds. */
  const PATIENCE = 15_000;
  /** How long a smaller height must last before the frame follows: pages are short while they load. */
  const SHRINK = 400;

  const STYLE = `:host{display:block!important;position:relative!important;inline-size:auto!important;block-size:auto!important;min-block-size:var(--least,100svh)!important;max-block-size:none!important;overflow:visible!important}
:host([open]){min-block-size:0!important;display:inline-block!important}
iframe{display:block;inline-size:100%;block-size:var(--height,100%);min-block-size:inherit;border:0;opacity:0}
iframe.there{opacity:1}
.wait{position:absolute;inset:0;display:grid;gap:1rem;align-content:start;padding:1rem;pointer-events:none}
.wait i{block-size:7rem;border-radius:.6rem;background:#8882}
.instead{position:relative;padding:1rem}
button,.link{font:inherit;font-weight:600;min-block-size:2.9rem;padding:.5rem 1.2rem;border:0;border-radius:.6rem;background:#0b6170;color:#fff;cursor:pointer;display:inline-flex;align-items:center;text-decoration:none}
dialog{inline-size:min(64rem,100vw);block-size:min(60rem,100dvh);max-inline-size:100vw;max-block-size:100dvh;padding:0;border:0;border-radius:.6rem;overflow:hidden}
dialog[open]{display:flex;flex-direction:column}
dialog::backdrop{background:#0008}
dialog button{align-self:end;margin:.25rem}
dialog iframe{flex:1;min-block-size:0}
.paper{display:none;color:#000}
@media print{:host{min-block-size:0!important}iframe,dialog,button,.link,.wait,.instead{display:none}.paper{display:block}}`;

  const element = (tag, className, text = "") => Object.assign(document.createElement(tag), { className, textContent: text });

  class SampanApp extends HTMLElement {
    static observedAttributes = ["lang", "theme", "page", ...FILTERS, ...COLORS];

    connectedCallback() {
      if (this.shadowRoot) return;
      const shadow = this.attachShadow({ mode: "open" });
      const sheet = new CSSStyleSheet();
      sheet.replaceSync(STYLE);
      shadow.adoptedStyleSheets = [sheet];
      const least = Number(this.getAttribute("height"));
      if (least) this.style.setProperty("--least", `${least}px`);
      // The app's folder: where this script lies, unless the hospital keeps a copy of it.
      this.home = new URL(".", new URL(this.getAttribute("src") ?? script ?? ".", location.href));
      this.paper = element("p", "paper");
      shadow.append(this.paper);
      this.write();
      const open = this.getAttribute("open");
      if (open === "tab") return shadow.append(this.link());
      if (open) return this.offerDialog();
      const wait = element("div", "wait");
      wait.append(element("i"), element("i"), element("i"));
      shadow.append(wait);
      this.wait = wait;
      if (this.hasAttribute("eager")) return this.start();
      const near = new IntersectionObserver(([entry]) => {
        if (!entry.isIntersecting) return;
        near.disconnect();
        this.start();
      }, { rootMargin: "600px" });
      near.observe(this);
    }

    disconnectedCallback() {
      this.stop?.abort();
    }

    attributeChangedCallback(name, before, after) {
      if (before === after) return;
      this.write();
      if (!this.frame) return;
      if (name === "theme") {
        this.wearTheme();
        this.tell("theme", { theme: after });
      }
      else if (name === "lang") this.tell("language", { tag: this.language });
      else if (COLORS.includes(name)) this.tell("colors", { colors: this.colors });
      else this.go(this.page);
    }

    /** The language of the element, of what it stands in, or of the browser: one that the app has. */
    get language() {
      const asked = this.closest("[lang]")?.lang || navigator.language;
      return Object.keys(words).find((tag) => tag.split("-")[0] === asked.split("-")[0].toLowerCase()) ?? "en";
    }

    say(key) {
      return words[this.language][`embed.${key}`];
    }

    get colors() {
      return Object.fromEntries(COLORS.filter((name) => this.hasAttribute(name)).map((name) => [name, this.getAttribute(name)]));
    }

    /** The page to begin at, as "/doctors?specialty=394579002": `page`, one `doctor`, or a search by the filters. */
    get page() {
      const doctor = this.getAttribute("doctor");
      const filters = new URLSearchParams(FILTERS.filter((name) => this.hasAttribute(name)).map((name) => [name === "speaks" ? "lang" : name, this.getAttribute(name)]));
      const start = this.getAttribute("page") ?? (doctor ? `/doctors/${encodeURIComponent(doctor)}` : "/doctors");
      return start + (filters.size ? `?${filters}` : "");
    }

    /** The address of a page in the element's language. */
    address() {
      const url = new URL(this.page.replace(/^\/+/, ""), this.home);
      url.searchParams.set("locale", this.language);
      return url.href;
    }

    /** What stands on paper, where a frame of another site can't be measured and would be cut off. */
    write() {
      if (this.paper) this.paper.textContent = `${this.getAttribute("label") ?? this.say("title")}: ${this.address()}`;
    }

    link() {
      const link = element("a", "link", this.getAttribute("label") ?? this.say("new_tab"));
      return Object.assign(link, { href: this.address(), target: "_blank", rel: "noopener", part: "button" });
    }

    wearTheme() {
      // Where a frame's scheme and its element's differ, browsers paint a ground of their own.
      this.frame.style.colorScheme = this.getAttribute("theme") ?? "light dark";
    }

    makeFrame(flow) {
      const frame = document.createElement("iframe");
      this.frame = frame;
      frame.title = this.getAttribute("label") ?? this.say("title");
      frame.allow = "geolocation; camera; microphone; clipboard-write; web-share";
      frame.name = JSON.stringify({ sampan: location.origin, flow, colors: this.colors, theme: this.getAttribute("theme") });
      this.wearTheme();
      this.stop = new AbortController();
      addEventListener("message", (event) => this.hear(event), { signal: this.stop.signal });
      frame.src = this.address();
      return frame;
    }

    start() {
      this.shadowRoot.append(this.makeFrame(true));
      this.patience = setTimeout(() => this.offerLink(), PATIENCE);
      const look = () => this.tellView();
      for (const name of ["scroll", "resize"]) addEventListener(name, look, { passive: true, signal: this.stop.signal });
    }

    /** A button that opens the app over the page. */
    offerDialog() {
      const button = element("button", "", this.getAttribute("label") ?? this.say("title"));
      const dialog = document.createElement("dialog");
      const close = element("button", "", this.say("close"));
      button.part = "button";
      dialog.setAttribute("aria-label", button.textContent);
      dialog.append(close);
      close.addEventListener("click", () => dialog.close());
      button.addEventListener("click", () => {
        if (!this.frame) {
          dialog.append(this.makeFrame(false));
          this.frame.className = "there";
        }
        dialog.showModal();
      });
      this.shadowRoot.append(button, dialog);
    }

    /** What stands there when the app doesn't answer: the hospital's own words in the element, or a link. */
    offerLink() {
      this.frame.remove();
      const instead = element("div", "instead", this.children.length ? "" : `${this.say("blocked")} `);
      instead.append(this.children.length ? document.createElement("slot") : this.link());
      this.wait.replaceWith(instead);
      this.style.setProperty("--least", "0");
    }

    hear({ source, origin, data }) {
      if (source !== this.frame.contentWindow || origin !== this.home.origin || typeof data?.sampan !== "string") return;
      this[{ hello: "greeted", height: "follow", ready: "isReady", page: "showHeading", booked: "isBooked" }[data.sampan]]?.(data);
    }

    greeted() {
      clearTimeout(this.patience);
      this.frame.className = "there";
      this.wait?.remove();
      this.tellView();
    }

    /** Grows at once; shrinks when it stays shorter, so that a page that is still loading moves nothing. */
    follow({ height }) {
      clearTimeout(this.shrinking);
      this.wanted = height;
      if (height >= (this.height ?? 0)) this.resize(height);
      else this.shrinking = setTimeout(() => this.shrink(), SHRINK);
    }

    /** Nothing that is on the screen moves: the frame goes on to the window's lower edge until that is scrolled away. */
    shrink() {
      this.shrinking = 0;
      const reaches = Math.ceil(innerHeight - this.frame.getBoundingClientRect().top);
      const height = Math.max(this.wanted, reaches);
      if (height < this.height) this.resize(height);
    }

    resize(height) {
      this.height = height;
      this.style.setProperty("--height", `${height}px`);
      this.send("resize", { height });
    }

    isReady() {
      this.send("ready");
    }

    isBooked() {
      this.send("booked");
    }

    /** Another page has its heading so far down in the frame. The frame's beginning comes into view with it, if it is near:
     * at least as high as the window, the frame then hides whatever moves below it. */
    showHeading({ start }) {
      const { top } = this.frame.getBoundingClientRect();
      if (top < 0 || top + start > innerHeight) scrollBy({ top: start < innerHeight / 2 ? top : top + start, behavior: "instant" });
    }

    /** Tells which part of the frame is on the screen, for what must be seen, as a dialog; another part may let it shrink. */
    tellView() {
      cancelAnimationFrame(this.looking);
      this.looking = requestAnimationFrame(() => {
        const { top } = this.frame.getBoundingClientRect();
        this.tell("view", { start: Math.max(0, Math.round(-top)), size: innerHeight });
        if (!this.shrinking) this.shrink();
      });
    }

    send(what, detail) {
      this.dispatchEvent(new CustomEvent(`sampan:${what}`, { bubbles: true, detail }));
    }

    tell(what, more) {
      this.frame?.contentWindow?.postMessage({ sampan: what, ...more }, this.home.origin);
    }

    /** Goes to a page of the app, as "/doctors?specialty=394579002". */
    go(page) {
      this.tell("go", { to: page });
    }

    /** Prints what the app shows. */
    print() {
      this.tell("print");
    }
  }

  if (!customElements.get("sampan-app")) customElements.define("sampan-app", SampanApp);
})();
