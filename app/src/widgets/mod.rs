//! Widgets: shapes that know no account, no words and no addresses. Texts come in as props, and wishes go out through
//! callbacks.
//!
//! The page is built anew when the language changes, so a text that depends only on the language is a plain `String`.

mod badge;
mod choice;
mod combobox;
mod confirm_text;
mod date;
mod dialog;
mod file_drop;
mod focus;
mod icon;
mod long;
mod menu;
mod moment;
mod money;
mod notice;
mod skeleton;
mod tri_check;
mod virtual_list;
mod year_strip;

pub use badge::{Badge, BadgeTone, ModeTag, ModeTone};
pub use choice::{Choice, ChoiceOption};
pub use combobox::{ComboOption, Combobox};
pub use confirm_text::ConfirmText;
pub use date::{day, month_name, month_short, prepare as prepare_dates};
pub use dialog::{Dialog, DialogShape};
pub use file_drop::FileDrop;
pub use focus::{focus_in_place, focus_is_lost};
pub use icon::{Icon, IconName};
pub use long::{Lines, letters};
pub use menu::{Menu, MenuAction, MenuEntry, MenuFace};
pub use moment::{date_in, moment, own_zone, zones};
pub use money::money;
pub use notice::{Notice, NoticeTone};
pub use skeleton::SkeletonRows;
pub use tri_check::{Tri, TriCheck};
pub use virtual_list::VirtualList;
pub use year_strip::{MonthBar, YearStrip};
