//! A text that is shown once, with the button that copies it.

use leptos::{html, prelude::*, task::spawn_local};

use crate::{
    clipboard,
    view::{View, view},
    widgets::{Dialog, DialogShape},
    words::{self, use_words},
};

/// The dialog. It closes by its buttons alone.
pub fn dialog(title: &'static str, label: &'static str, note: String, text: String, close: Callback<()>) -> View {
    let words = use_words();
    let own = &words::people(words).list;
    let copied = RwSignal::new(false);
    let field = NodeRef::<html::Textarea>::new();
    let select = move || {
        if let Some(field) = field.get_untracked() {
            // a field always takes focus
            let _focused = field.focus();
            field.select();
        }
    };
    let copy = {
        let text = text.clone();
        move |_| {
            let text = text.clone();
            spawn_local(async move {
                let done = clipboard::copy(&text).await;
                copied.try_set(done);
                if !done {
                    // then the keyboard can
                    select();
                }
            });
        }
    };
    view! {
        <Dialog
            shape=DialogShape::Form
            title=title.to_owned()
            close_label=words.common.close.to_owned()
            on_close_request=close
        >
            <div class="dialog-body deed">
                <p>{note}</p>
                <div class="form-field">
                    <label for="once">{label}</label>
                    <textarea
                        id="once"
                        node_ref=field
                        class="input area once"
                        readonly
                        rows="2"
                        spellcheck="false"
                        prop:value=text
                        on:focus=move |_| select()
                    ></textarea>
                </div>
            </div>
            <footer class="dialog-foot">
                <span class="foot-sum" role="status">
                    {move || copied.get().then_some(own.copied)}
                </span>
                <div class="foot-buttons">
                    <button type="button" class="btn" on:click=move |_| close.run(())>
                        {own.done}
                    </button>
                    <button type="button" class="btn primary" on:click=copy>
                        {own.copy}
                    </button>
                </div>
            </footer>
        </Dialog>
    }
}
