//! What a person does with a page: finds elements by role and name, waits for them, presses and types. A test that
//! fails leaves a picture of the screen in `target/browser`.

use std::{
    fs, thread,
    time::{Duration, Instant},
};

use serde_json::{Value, json};
use xtask::place;

use crate::{
    chromium::Chromium,
    thing::{Name, Thing, plain},
};

/// How long an element may take to appear.
pub const PATIENCE: Duration = Duration::from_secs(10);
pub const POLL: Duration = Duration::from_millis(25);

pub struct Page {
    pub chromium: Chromium,
}

impl Page {
    /// An empty tab of 1440 × 900 pixels, in German and in German time, with a light theme and without animations.
    pub fn new() -> Self {
        Self::of(Chromium::start())
    }

    /// The same in this browser.
    pub fn of(chromium: Chromium) -> Self {
        let mut page = Self { chromium };
        page.begin();
        page
    }

    /// Opens another empty tab of the same browser, which becomes the current one.
    pub fn open_tab(&mut self) {
        self.chromium.open_tab();
        self.begin();
    }

    fn begin(&mut self) {
        let page = self;
        for domain in ["Page", "Runtime", "Log", "DOM", "Accessibility"] {
            page.chromium.call(&format!("{domain}.enable"), json!({}));
        }
        page.chromium.call("Emulation.setTimezoneOverride", json!({ "timezoneId": "Europe/Berlin" }));
        page.size(1440, 900);
        page.light("light");
    }

    /// Lets the pages that are opened from now on have no WebSocket, so that they learn of changes only when they ask.
    pub fn deafen(&mut self) {
        let source = "delete window.WebSocket";
        self.chromium.call("Page.addScriptToEvaluateOnNewDocument", json!({ "source": source }));
    }

    pub fn size(&mut self, width: u32, height: u32) {
        let size = json!({ "width": width, "height": height, "deviceScaleFactor": 1, "mobile": false });
        self.chromium.call("Emulation.setDeviceMetricsOverride", size);
    }

    /// Sets the colour scheme of the system: `light` or `dark`.
    pub fn light(&mut self, light: &str) {
        let features = json!([
            { "name": "prefers-color-scheme", "value": light },
            { "name": "prefers-reduced-motion", "value": "reduce" },
        ]);
        self.chromium.call("Emulation.setEmulatedMedia", json!({ "features": features }));
    }

    #[track_caller]
    pub fn open(&mut self, address: &str) {
        self.run("document.documentElement.dataset.left = 'yes'");
        self.chromium.call("Page.navigate", json!({ "url": address }));
        self.until_there();
    }

    #[track_caller]
    pub fn reload(&mut self) {
        self.run("document.documentElement.dataset.left = 'yes'");
        self.chromium.call("Page.reload", json!({}));
        self.until_there();
    }

    /// Waits until the previous page is gone, and the skeleton of the next one, too.
    #[track_caller]
    fn until_there(&mut self) {
        let there = "document.readyState === 'complete' && !document.documentElement.dataset.left && !document.querySelector('#boot')";
        self.until("the page", |page| (page.run(there) == true).then_some(()));
    }

    /// Tries again and again until `there` returns something.
    #[track_caller]
    pub fn until<T>(&mut self, what: &str, mut there: impl FnMut(&mut Self) -> Option<T>) -> T {
        let began = Instant::now();
        loop {
            if let Some(found) = there(self) {
                return found;
            }
            assert!(began.elapsed() < PATIENCE, "{what} is not there after {} s", PATIENCE.as_secs());
            thread::sleep(POLL);
        }
    }

    /// The result of a script; `null` while the page is changing.
    #[track_caller]
    pub fn run(&mut self, script: &str) -> Value {
        let wanted = json!({ "expression": script, "returnByValue": true, "awaitPromise": true });
        let Ok(mut answer) = self.chromium.try_call("Runtime.evaluate", wanted) else { return Value::Null };
        assert!(answer.get("exceptionDetails").is_none(), "{script}: {answer}");
        answer["result"]["value"].take()
    }

    /// All elements with this role and name that are there now, in the order of the page.
    pub fn all<'a>(&mut self, role: &str, name: impl Into<Name<'a>>) -> Vec<Thing> {
        let Ok(document) = self.chromium.try_call("DOM.getDocument", json!({ "depth": 0 })) else { return Vec::new() };
        let root = document["root"]["backendNodeId"].as_i64().unwrap_or_default();
        self.below(root, role, name.into())
    }

    /// All elements with this role and name inside another element.
    pub fn all_in<'a>(&mut self, thing: &Thing, role: &str, name: impl Into<Name<'a>>) -> Vec<Thing> {
        self.below(thing.id, role, name.into())
    }

    fn below(&mut self, id: i64, role: &str, name: Name<'_>) -> Vec<Thing> {
        let wanted = json!({ "backendNodeId": id, "role": role });
        let Ok(answer) = self.chromium.try_call("Accessibility.queryAXTree", wanted) else { return Vec::new() };
        let nodes = answer["nodes"].as_array().map(Vec::as_slice).unwrap_or_default();
        nodes.iter().filter_map(Thing::of).filter(|thing| name.fits(&thing.name)).collect()
    }

    /// The only element with this role and name, once it is there.
    #[track_caller]
    pub fn find<'a>(&mut self, role: &str, name: impl Into<Name<'a>>) -> Thing {
        let name = name.into();
        self.find_when(role, name, |_| true)
    }

    /// The only element with this role and name, once it fulfils `is_so`.
    #[track_caller]
    pub fn find_when<'a>(&mut self, role: &str, name: impl Into<Name<'a>>, is_so: impl Fn(&Thing) -> bool) -> Thing {
        let (name, began) = (name.into(), Instant::now());
        loop {
            let mut found = self.all(role, name);
            if found.len() == 1 && is_so(&found[0]) {
                return found.remove(0);
            }
            if began.elapsed() >= PATIENCE {
                let there = self.all(role, Name::Any);
                panic!("no {role} {name:?}, or not as it should be: {found:?}; all of its role: {there:?}");
            }
            thread::sleep(POLL);
        }
    }

    /// Waits until no element has this role and name any more.
    #[track_caller]
    pub fn gone<'a>(&mut self, role: &str, name: impl Into<Name<'a>>) {
        let name = name.into();
        self.until(&format!("the end of the {role} {name:?}"), |page| page.all(role, name).is_empty().then_some(()));
    }

    /// Presses an element, once it is there, can be pressed and stands still: a notice that comes above it moves it away, and
    /// a list that is drawn anew puts another one in its place.
    #[track_caller]
    pub fn click<'a>(&mut self, role: &str, name: impl Into<Name<'a>>) {
        let name = name.into();
        self.find_when(role, name, |thing| !thing.is("disabled"));
        let mut before = None;
        let at = self.until(&format!("the way to the {role} {name:?}"), |page| {
            let found = page.all(role, name);
            let now = found.first().filter(|thing| !thing.is("disabled")).and_then(|thing| page.middle(thing));
            std::mem::replace(&mut before, now).filter(|before| Some(*before) == now)
        });
        self.press_at(at);
    }

    /// Opens a menu. Its button may share its name with other elements.
    #[track_caller]
    pub fn open_menu(&mut self, name: &str) {
        let button = self.until(&format!("the menu {name:?}"), |page| {
            page.all("button", name).into_iter().find(|button| button.state("hasPopup") == "menu")
        });
        self.press_on(&button);
    }

    /// Presses the middle of an element, once nothing covers it.
    #[track_caller]
    pub fn press_on(&mut self, thing: &Thing) {
        let at = self.until(&format!("the way to {thing:?}"), |page| page.middle(thing));
        self.press_at(at);
    }

    fn press_at(&mut self, (x, y): (f64, f64)) {
        let mouse = |kind: &str, buttons: u8| json!({ "type": kind, "x": x, "y": y, "button": "left", "buttons": buttons, "clickCount": 1 });
        self.chromium.call("Input.dispatchMouseEvent", json!({ "type": "mouseMoved", "x": x, "y": y }));
        self.chromium.call("Input.dispatchMouseEvent", mouse("mousePressed", 1));
        self.chromium.call("Input.dispatchMouseEvent", mouse("mouseReleased", 0));
    }

    /// The middle of an element on screen; `None` if something else would be pressed there.
    fn middle(&mut self, thing: &Thing) -> Option<(f64, f64)> {
        let middle = "function() {
            this.scrollIntoView({ block: 'nearest', inline: 'nearest' });
            const box = this.getBoundingClientRect();
            const [x, y] = [box.left + box.width / 2, box.top + box.height / 2];
            const met = document.elementFromPoint(x, y);
            const own = met && (this.contains(met) || met.closest('label')?.control === this);
            return own ? [x, y] : null;
        }";
        let place = self.ask(thing, middle)?;
        Some((place[0].as_f64()?, place[1].as_f64()?))
    }

    /// The result of a function that is called on an element; `None` if the element is gone.
    pub fn ask(&mut self, thing: &Thing, function: &str) -> Option<Value> {
        let node = self.chromium.try_call("DOM.resolveNode", json!({ "backendNodeId": thing.id })).ok()?;
        let wanted =
            json!({ "objectId": node["object"]["objectId"], "functionDeclaration": function, "returnByValue": true });
        let mut answer = self.chromium.try_call("Runtime.callFunctionOn", wanted).ok()?;
        Some(answer["result"]["value"].take())
    }

    /// The text of an element, as it is read.
    pub fn text(&mut self, thing: &Thing) -> String {
        let text = self.ask(thing, "function() { return this.innerText }");
        plain(text.as_ref().and_then(Value::as_str).unwrap_or_default())
    }

    /// All text on screen.
    pub fn all_text(&mut self) -> String {
        plain(self.run("document.body.innerText").as_str().unwrap_or_default())
    }

    /// Waits until a text is on screen.
    #[track_caller]
    pub fn shows(&mut self, text: &str) {
        self.until(&format!("{text:?}"), |page| page.all_text().contains(text).then_some(()));
    }

    /// Replaces the text of a field by typing.
    #[track_caller]
    pub fn fill<'a>(&mut self, role: &str, name: impl Into<Name<'a>>, text: &str) {
        let name = name.into();
        let field = self.find_when(role, name, |field| !field.is("disabled"));
        self.ask(&field, "function() { this.focus(); this.select(); }");
        if text.is_empty() {
            self.key("Backspace");
        } else {
            self.chromium.call("Input.insertText", json!({ "text": text }));
        }
    }

    /// Sets a native field whose picker a test cannot see: a date, or a list to choose from.
    #[track_caller]
    pub fn pick<'a>(&mut self, role: &str, name: impl Into<Name<'a>>, value: &str) {
        let name = name.into();
        let field = self.find_when(role, name, |field| !field.is("disabled"));
        let set = format!(
            "function() {{
                this.value = {};
                for (const kind of ['input', 'change']) this.dispatchEvent(new Event(kind, {{ bubbles: true }}));
            }}",
            json!(value)
        );
        self.ask(&field, &set);
    }

    /// Gives a file to a file field.
    #[track_caller]
    pub fn give_file<'a>(&mut self, name: impl Into<Name<'a>>, path: &std::path::Path) {
        let field = self.find("button", name);
        self.chromium.call("DOM.setFileInputFiles", json!({ "files": [path], "backendNodeId": field.id }));
    }

    /// The address bar, from the first slash of the path on.
    pub fn place(&mut self) -> String {
        self.run("location.pathname + location.search").as_str().unwrap_or_default().to_owned()
    }

    /// Saves a picture of the screen.
    pub fn picture(&mut self, path: &std::path::Path) {
        let Ok(picture) = self.chromium.try_call("Page.captureScreenshot", json!({ "format": "png" })) else { return };
        let bytes = decode(picture["data"].as_str().unwrap_or_default());
        drop(path.parent().map(fs::create_dir_all));
        drop(fs::write(path, bytes));
    }

    /// Waits a moment, in which the page asks for whatever it asks for once something is shown.
    pub fn settles(&mut self) {
        thread::sleep(Duration::from_millis(250));
    }

    /// Answers that the browser has complained about on the console.
    pub fn refusals(&mut self) -> Vec<String> {
        let seen = self.chromium.seen(&["Log.entryAdded"]);
        let entries = seen.iter().map(|event| &event["params"]["entry"]);
        let refused = entries.filter(|entry| entry["source"] == "network" && entry["level"] == "error");
        refused.map(|entry| format!("{} {}", entry["url"], entry["text"])).collect()
    }

    /// Errors that the page has written to its console, and what its content security policy has forbidden.
    fn complaints(&mut self) -> Vec<String> {
        let seen = self.chromium.seen(&["Runtime.exceptionThrown", "Runtime.consoleAPICalled", "Log.entryAdded"]);
        let bad = seen.into_iter().filter(|event| {
            event["method"] == "Runtime.exceptionThrown"
                || event["params"]["type"] == "error"
                || event["params"]["entry"]["source"] == "security"
        });
        bad.map(|event| event["params"].to_string()).collect()
    }
}

impl Drop for Page {
    fn drop(&mut self) {
        if !thread::panicking() {
            let complaints = self.complaints();
            assert!(complaints.is_empty(), "the console says: {}", complaints.join("\n"));
            return;
        }
        let test = thread::current().name().unwrap_or("browser").replace("::", "-");
        let path = place::root().join(format!("target/browser/{test}.png"));
        self.picture(&path);
        eprintln!("the page was at {}; what it looked like is in {}", self.place(), path.display());
        for complaint in self.complaints() {
            eprintln!("the console says: {complaint}");
        }
    }
}

/// Decodes Base64, in which the browser sends pictures.
fn decode(text: &str) -> Vec<u8> {
    let digit = |letter: u8| match letter {
        b'A'..=b'Z' => Some(letter - b'A'),
        b'a'..=b'z' => Some(letter - b'a' + 26),
        b'0'..=b'9' => Some(letter - b'0' + 52),
        b'+' => Some(62),
        b'/' => Some(63),
        _ => None,
    };
    let digits: Vec<u8> = text.bytes().filter_map(digit).collect();
    let group = |four: &[u8]| {
        let bits = four.iter().fold(0_u32, |bits, digit| bits << 6 | u32::from(*digit)) << (6 * (4 - four.len()));
        bits.to_be_bytes()[1..four.len()].to_vec()
    };
    digits.chunks(4).flat_map(group).collect()
}
