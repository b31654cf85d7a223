//! The English words of people and their access.

use domain::{people::Role, wire::SecurityKind};

use super::count::of;
use crate::words::{
    JoinWords, OwnWords, PeopleListWords, PeopleWords, RoleWords, SecurityWords, SignInWords, TokenWords,
};

pub(in crate::words) static PEOPLE: PeopleWords = PeopleWords {
    sign_in: SignInWords {
        title: "Sign in",
        text: "Who has been invited comes in here.",
        ended: "You are no longer signed in. Once you have signed in, you go on here.",
        missing: "Signing in has not been set up for this name yet. Open the link that was printed at the start, or make a \
                  new one with `cargo xtask invite`.",
        with_passkey: "Sign in with a passkey",
        with_provider: |name| format!("Sign in with {name}"),
        waiting: "Waiting for the passkey …",
        lost: "Lost your passkey? Ask somebody with the role Administration for a new invitation link.",
        no_passkeys: "There are no passkeys at this name: browsers allow them only over HTTPS or on localhost.",
        to_localhost: "Go to localhost",
        unsupported: "This browser knows no passkeys. It works with a current browser and a screen lock.",
        cancelled: "No passkey was used: you have cancelled it, it took too long, or this device has none for this page.",
        wrong_host: "Passkeys work only at the name that they were made for. Open the page at its proper name.",
        known: "This device already has a passkey of yours for this page.",
        failed: "The browser gave no passkey. Please try again.",
        too_many: |seconds| match seconds {
            0..60 => "Too many attempts. Please wait a moment.".to_owned(),
            60..120 => "Too many attempts. Please wait a minute.".to_owned(),
            _ => "Too many attempts. Please wait a few minutes.".to_owned(),
        },
    },
    join: JoinWords {
        title: "Accept the invitation",
        text: "Make a passkey. From now on you sign in with it: by fingerprint, face or the PIN of this device, without a \
               password.",
        roles: "Your roles",
        until: |when| format!("The invitation is good until {when}, and only once."),
        name: "Your name",
        passkey: "Name of the passkey",
        passkey_hint: "So that you recognise it later.",
        on: |browser, system| format!("{browser} on {system}"),
        make: "Make a passkey and sign in",
        void_title: "This invitation is no longer good",
        void_text: "It has been accepted or withdrawn, or has ended. Who has accepted it signs in with the passkey; \
                    otherwise ask for a new one.",
        no_secret: "To accept an invitation, please open its link again. For safety it is no longer in the address bar.",
        name_missing: "Please enter a visible name of at most 200 characters.",
    },
    roles: RoleWords {
        role: |role| match role {
            Role::Reader => "Reader",
            Role::Billing => "Billing",
            Role::Technical => "Technical",
            Role::Administrator => "Administration",
        },
        allows: |role| match role {
            Role::Reader => "Sees everything, changes nothing.",
            Role::Billing => "Modes, undo, orders, restores, prices, tax, parties of invoices.",
            Role::Technical => "Sets accounts up and resets them.",
            Role::Administrator => "May do everything; for all platforms also make platforms and decide who comes in.",
        },
        for_all: |role| format!("{role} for all platforms"),
        for_one: |role, platform| format!("{role} for {platform}"),
        none: "No role",
        needed: |role| match role {
            Role::Reader => "This needs a role on this platform.",
            Role::Billing => "This needs the role Billing.",
            Role::Technical => "This needs the role Technical.",
            Role::Administrator => "This needs the role Administration.",
        },
        needed_everywhere: "This needs the role Administration for all platforms.",
        legend: "Roles",
        pick: "Role",
        platform: "Platform",
        all_platforms: "All platforms",
        add: "Another role",
        remove: "Remove role",
        missing: "Please give at least one role.",
    },
    list: PeopleListWords {
        title: "People",
        sections: "Access",
        people: "People and roles",
        text: "Who is listed here comes in. What somebody may do is said by the roles.",
        you: "You",
        signed_in: |when| format!("last signed in {when}"),
        never_signed_in: "never signed in",
        blocked: "Blocked",
        passkeys: |count| of(count, "passkey", "passkeys"),
        actions_for: |name| format!("Actions for {name}"),
        invite: "Invite a person",
        invite_text: "You get a link to pass on. It is good for 24 hours, and only once.",
        name: "Name",
        name_invalid: "Please enter a visible name of at most 200 characters.",
        send: "Invite",
        sending: "Sending …",
        invited_title: "Invitation made",
        invited_text: |name, until| {
            format!("Pass this link on to {name} only. It is shown just now, and good until {until} and only once.")
        },
        link: "Invitation link",
        copy: "Copy",
        copied: "Copied",
        done: "Done",
        edit: "Edit",
        edit_title: |name| format!("Edit {name}"),
        save: "Save",
        block: "Block",
        unblock: "Unblock",
        block_title: |name| format!("Block {name}"),
        block_text: "The sessions end at once, and signing in is no longer possible. Roles and passkeys stay until you \
                     unblock. Tokens and invitations made by an administrator end for good.",
        remove: "Remove",
        remove_title: |name| format!("Remove {name}"),
        remove_text: "Sessions, passkeys, roles, and the tokens and invitations that the person made end at once and for good. What the person has done stays in the history \
                      under their name.",
        not_oneself: "Your own rights are changed by somebody else with the role Administration.",
        invitations: "Open invitations",
        no_invitations: "No invitation is open.",
        ends: |when| format!("good until {when}"),
        by: |name| format!("by {name}"),
        at_machine: "at the server itself",
        withdraw: "Withdraw",
        withdraw_of: |name| format!("Withdraw the invitation for {name}"),
        withdraw_title: "Withdraw the invitation",
        owner: "Link of the server",
    },
    tokens: TokenWords {
        title: "Tokens",
        text: "With a token a program uses the API: as the header “Authorization: Bearer …”.",
        none: "There is no token.",
        make: "Make a token",
        name: "What it is for",
        name_hint: "For example: Nightly export",
        days: "Good for, in days",
        days_invalid: "Please enter a whole number from 1 to 3,650.",
        made_title: "Token made",
        made_text: |name, until| {
            format!("The token “{name}” is shown just now. Keep it like a password. It is good until {until}.")
        },
        token: "Token",
        used: |when| format!("last used {when}"),
        never_used: "never used",
        ended: |when| format!("ended {when}"),
        revoke: "Revoke",
        revoke_of: |name| format!("Revoke the token {name}"),
        revoke_text: "Programs with this token are refused at once. This cannot be undone.",
    },
    security: SecurityWords {
        title: "Security",
        text: "Sign-ins, invitations, roles, tokens and exports of the last 400 days.",
        empty: "Nothing has happened yet.",
        kind: |kind| match kind {
            SecurityKind::SignedIn => "{who} signed in",
            SecurityKind::SignInRefused => "A sign-in was refused ({who})",
            SecurityKind::SignedOut => "{who} signed out",
            SecurityKind::SignedOutEverywhere => "All other sessions were ended ({who})",
            SecurityKind::PasskeyCopied => "A copied passkey was refused ({who})",
            SecurityKind::Invited => "{who} was invited",
            SecurityKind::InvitationWithdrawn => "The invitation for {who} was withdrawn",
            SecurityKind::Joined => "{who} accepted the invitation",
            SecurityKind::PersonRenamed => "{who} was given another name",
            SecurityKind::RolesChanged => "{who} was given other roles",
            SecurityKind::PersonBlocked => "{who} was blocked",
            SecurityKind::PersonUnblocked => "{who} was unblocked",
            SecurityKind::PersonRemoved => "{who} was removed",
            SecurityKind::PasskeyAdded => "A passkey was added ({who})",
            SecurityKind::PasskeyRemoved => "A passkey was removed ({who})",
            SecurityKind::TokenMade => "The token {who} was made",
            SecurityKind::TokenRevoked => "The token {who} was revoked",
            SecurityKind::RoleRefused => "Something was refused for lack of a role ({who})",
            SecurityKind::Exported => "Data was exported ({who})",
        },
        somebody: "Somebody",
        more: "Show more",
    },
    own: OwnWords {
        menu: "Account",
        title: "Your account",
        desk: "Laufzeit runs for this computer only. Whoever sits at it may do everything; nobody signs in.",
        set_up: "Set up signing in",
        set_up_text: "From then on only people who sign in get in, on this computer too; scripts need a token. Whoever loses their passkey gets a new link with `cargo xtask invite` on this computer.",
        by_name: |address| {
            format!(
                "A passkey needs a name instead of a number, so this goes on at {address}. At the present address Laufzeit runs as before."
            )
        },
        take_along: |changes, count| {
            let changes = (changes > 0).then(|| of(changes, "staged change", "staged changes"));
            let wishes = (count > 0).then(|| of(count, "request", "requests") + " without an answer of the server");
            let all: Vec<String> = [changes, wishes].into_iter().flatten().collect();
            let all = if all.is_empty() { String::new() } else { format!(": {}", all.join(" and ")) };
            format!("Take this browser’s drafts and demo along{all}")
        },
        lead_over: |address| format!("Go on at {address}"),
        taken: "Drafts and demo have come along. What was here already is as it was.",
        not_taken: "Nothing waits to come along any more. At the former address everything is still there.",
        not_kept: "This browser keeps nothing here. At the former address everything is still there.",
        token: "This page is opened with a token.",
        roles: "Your roles",
        passkeys: "Passkeys",
        passkeys_text: "With a second passkey on another device you still come in if one gets lost.",
        add: "Add a passkey",
        add_title: "Add a passkey",
        rename: "Rename",
        rename_of: |name| format!("Rename the passkey {name}"),
        remove: "Remove",
        remove_of: |name| format!("Remove the passkey {name}"),
        remove_text: "Nobody can sign in with this passkey any more. Delete it on the device, too.",
        used: |when| format!("last used {when}"),
        made: |when| format!("made {when}"),
        sessions: "Sessions",
        sessions_text: "You are signed in here.",
        this_one: "This session",
        seen: |when| format!("last used {when}"),
        unknown_browser: "Unknown browser",
        end: "End",
        end_of: |name| format!("End the session: {name}"),
        end_others: "Sign out everywhere",
        ended_others: "All other sessions have ended.",
        sign_out: "Sign out",
        signing_out: "Signing out …",
        lose_title: "Sign out and discard?",
        lose_text: |changes, count| {
            let changes = (changes > 0).then(|| of(changes, "staged change", "staged changes"));
            let wishes = (count > 0).then(|| of(count, "deed", "deeds") + " without an answer of the server");
            let both: Vec<String> = [changes, wishes].into_iter().flatten().collect();
            format!("This browser still keeps {}. Signing out discards that.", both.join(" and "))
        },
        lose: "Sign out and discard",
    },
};
