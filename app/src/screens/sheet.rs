//! What is printed in place of a screen. A screen shows only the rows in view, and paper shows all of them.

use leptos::{ev, prelude::*};

use crate::view::{View, portal, view};

/// Something to be printed in place of the screen, whoever asks the browser to print.
#[derive(Debug, Clone, Copy)]
pub struct Sheet(RwSignal<bool>);

impl Sheet {
    /// Prints what `draw` makes, as long as the calling scope lives and `is_wanted` says so.
    pub fn of(is_wanted: fn() -> bool, draw: Callback<(), View>) -> (Self, View) {
        let printing = RwSignal::new(false);
        let begin = window_event_listener(ev::beforeprint, move |_| printing.set(is_wanted()));
        let end = window_event_listener(ev::afterprint, move |_| printing.set(false));
        on_cleanup(move || {
            begin.remove();
            end.remove();
        });
        let sheet = move || {
            if printing.get() {
                portal(draw.run(()));
            }
        };
        (Self(printing), view! { {sheet} })
    }

    /// Opens the browser's own dialog for printing.
    pub fn print(self) {
        let Self(printing) = self;
        printing.set(true);
        // the sheet must be laid out before the browser captures it, which takes two frames
        request_animation_frame(move || {
            request_animation_frame(move || {
                // a browser that cannot print does nothing
                let _printed = window().print();
                printing.try_set(false);
            });
        });
    }
}
