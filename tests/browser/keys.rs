//! The keyboard, and the focus.

use std::{thread, time::Instant};

use serde_json::{Value, json};

use crate::{
    page::{PATIENCE, POLL, Page},
    thing::{Name, plain},
};

impl Page {
    /// Presses a key on the focused element.
    pub fn key(&mut self, key: &str) {
        let (code, number, text) = match key {
            "Enter" => ("Enter", 13, "\r"),
            "Tab" => ("Tab", 9, ""),
            "Escape" => ("Escape", 27, ""),
            "Backspace" => ("Backspace", 8, ""),
            "ArrowDown" => ("ArrowDown", 40, ""),
            "ArrowUp" => ("ArrowUp", 38, ""),
            "ArrowRight" => ("ArrowRight", 39, ""),
            "/" => ("Slash", 191, "/"),
            "?" => ("Slash", 191, "?"),
            "j" => ("KeyJ", 74, "j"),
            "x" => ("KeyX", 88, "x"),
            other => panic!("no test has pressed {other} yet"),
        };
        for kind in ["keyDown", "keyUp"] {
            let mut event = json!({ "type": kind, "key": key, "code": code, "windowsVirtualKeyCode": number });
            if kind == "keyDown" && !text.is_empty() {
                event["text"] = json!(text);
            }
            self.chromium.call("Input.dispatchKeyEvent", event);
        }
    }

    /// Presses a letter together with Ctrl.
    pub fn chord(&mut self, letter: &str) {
        let upper = letter.to_ascii_uppercase();
        let (code, number) = (format!("Key{upper}"), upper.as_bytes()[0]);
        for kind in ["rawKeyDown", "keyUp"] {
            let event =
                json!({ "type": kind, "modifiers": 2, "key": letter, "code": code, "windowsVirtualKeyCode": number });
            self.chromium.call("Input.dispatchKeyEvent", event);
        }
    }

    /// Types a text into the focused element.
    pub fn write(&mut self, text: &str) {
        self.chromium.call("Input.insertText", json!({ "text": text }));
    }

    /// The role and name of the focused element.
    pub fn focused(&mut self) -> (String, String) {
        let focused = self.chromium.call("Runtime.evaluate", json!({ "expression": "document.activeElement" }));
        let wanted = json!({ "objectId": focused["result"]["objectId"], "fetchRelatives": false });
        let Ok(answer) = self.chromium.try_call("Accessibility.getPartialAXTree", wanted) else {
            return (String::new(), String::new());
        };
        let node = &answer["nodes"][0];
        let text = |value: &Value| plain(value["value"].as_str().unwrap_or_default());
        (text(&node["role"]), text(&node["name"]))
    }

    /// Waits until an element with this role and name has focus.
    #[track_caller]
    pub fn has_focus<'a>(&mut self, role: &str, name: impl Into<Name<'a>>) {
        let (name, began) = (name.into(), Instant::now());
        loop {
            let (own, called) = self.focused();
            if own == role && name.fits(&called) {
                return;
            }
            assert!(began.elapsed() < PATIENCE, "focus is on the {own} {called:?}, not on the {role} {name:?}");
            thread::sleep(POLL);
        }
    }
}
