//! The commands: a field, and the commands that match what is typed.

use std::sync::Arc;

use domain::{fold::searched, wire::Platforms};
use leptos::{prelude::*, task::spawn_local};

use super::{
    super::part::Above,
    commands::{Command, accounts, commands, platforms as platform_commands},
};
use crate::{
    location::{Address, Location, Visit, use_location},
    session::{Session, platforms},
    view::{View, view},
    widgets::{ComboOption, Combobox, Dialog, DialogShape, MenuAction},
    words::{Words, use_words},
};

/// The commands, in a dialog.
pub fn palette(session: Option<Session>, above: Above, frame: Option<&Owner>) -> View {
    let words = use_words();
    let location = use_location();
    let close = Callback::new(move |()| above.commands.set(false));
    // the chosen command runs after the dialog is gone, so it belongs to the scope of the frame
    let scope = frame.map_or_else(Owner::new, Owner::child);
    let fixed = StoredValue::new(scope.with(|| commands(session, above)));
    let all = RwSignal::new(Platforms::default());
    if !session.is_some_and(Session::is_demo) {
        spawn_local(async move {
            all.try_set(platforms().await);
        });
    }
    let text = RwSignal::new(String::new());
    let fitting = Memo::new_with_compare(
        move |_| {
            let text = text.get();
            let text = text.trim();
            let others = all.with(|all| platform_commands(session, all));
            let each = fixed.get_value().into_iter().chain(others);
            let mut fitting: Vec<Command> = each.filter(|command| fits(command, text)).collect();
            fitting.extend(session.map(|session| accounts(session, text)).unwrap_or_default());
            Arc::new(fitting)
        },
        |_, _| true,
    );
    let options = Signal::derive(move || fitting.get().iter().map(|command| option(command, words)).collect());
    let choose = move |at: usize| {
        let entry = fitting.with_untracked(|fitting| fitting.get(at).cloned());
        if let Some((_, entry)) = entry {
            close.run(());
            run_after(location, scope.clone(), entry.action);
        }
    };
    let nothing = Signal::derive(move || (crate::words::keys(words).no_hits)(text.get().trim()));
    view! {
        <Dialog
            shape=DialogShape::Form
            title=crate::words::keys(words).commands.to_owned()
            close_label=words.common.close.to_owned()
            on_close_request=close
        >
            <Combobox
                label=words.frame.find_command
                hint=crate::words::keys(words).command_hint
                list=crate::words::keys(words).commands
                text=text
                options=options
                nothing=nothing
                nothing_text=crate::words::keys(words).no_hits_text
                on_choose=Callback::new(choose)
            />
        </Dialog>
    }
}

/// Whether each word of a text occurs in a command or begins the title of its group.
fn fits((group, entry): &Command, text: &str) -> bool {
    let (group, label) = (searched(group), searched(&entry.label));
    searched(text).split_whitespace().all(|word| label.contains(word) || group.starts_with(word))
}

fn option((group, entry): &Command, words: &'static Words) -> ComboOption {
    let (locked, note) = match &entry.action {
        MenuAction::Locked(reason) => (true, Some(reason.clone())),
        MenuAction::Run(_) | MenuAction::Link(_) => {
            (false, (entry.chosen == Some(true)).then(|| crate::words::keys(words).chosen.to_owned()))
        }
    };
    ComboOption { group, label: entry.label.clone(), note, locked, ends: entry.ends }
}

/// Runs the chosen command once the dialog has gone and focus is back, so that whatever it opens returns focus there.
fn run_after(location: Location, scope: Owner, action: MenuAction) {
    let run = move || {
        match action {
            MenuAction::Run(run) => run.run(()),
            MenuAction::Link(href) => location.go(Address::parse(&href), Visit::Push),
            MenuAction::Locked(_) => {}
        }
        drop(scope);
    };
    request_animation_frame(move || request_animation_frame(run));
}
