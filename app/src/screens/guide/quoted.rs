//! The words of the page that the guide quotes. They are those of the page themselves, so the two cannot drift apart.

use domain::people::Role;

use crate::words::{self, Words};

/// The word with a key; none if the guide may not quote it.
pub fn quoted(words: &'static Words, key: &str) -> Option<&'static str> {
    let (deeds, frame, list) = (&words.deeds, &words.frame, &words.list);
    let role = |role: Role| (words::people(words).roles.role)(role);
    Some(match key {
        "common.next" => words.common.next,
        "common.confirm" => words.common.confirm,
        "common.undo" => words.common.undo,
        "frame.actions" => frame.actions,
        "frame.save_csv" => frame.save_csv,
        "frame.theme" => frame.theme,
        "frame.letters_on" => frame.letters_on,
        "frame.keys" => frame.keys,
        "mode.monthly" => words.mode.monthly,
        "mode.yearly" => words.mode.yearly,
        "mode.none" => words.mode.none,
        "status.not_set_up" => words.status.not_set_up,
        "list.billing_mode" => list.billing_mode,
        "list.selected_billing" => list.selected_billing,
        "order.title" => deeds.order.title,
        "order.quantity" => deeds.order.quantity,
        "order.send" => deeds.order.send,
        "mailbox.set_up" => deeds.mailbox.set_up,
        "ending.terminate" => deeds.ending.terminate,
        "ending.take_back" => deeds.ending.take_back,
        "summary.title" => words::summary(words).title,
        "receipt.title" => words.receipt.title,
        "history.title" => words.history.title,
        "shell.renew" => words::shell(words).renew,
        "roster.paste" => words::roster(words).paste,
        "settings.retention" => words::settings(words).retention,
        "places.settings" => words.places.settings,
        "invoices.tab" => words.places.invoices.tab,
        "role.reader" => role(Role::Reader),
        "role.billing" => role(Role::Billing),
        "role.technical" => role(Role::Technical),
        "role.administrator" => role(Role::Administrator),
        "persons.title" => words::persons(words).title,
        "people.title" => words::people(words).list.title,
        "tokens.title" => words::people(words).tokens.title,
        _ => return None,
    })
}
