//! The seller and the buyer on an invoice.

use serde::{Deserialize, Serialize};

use crate::{
    field::{is_line, trim},
    limits::MAX_PARTY_LINES,
};

/// The seller or the buyer on an invoice.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct Party {
    /// Its name.
    pub name: String,
    /// The lines of its postal address.
    #[serde(default)]
    pub lines: Vec<String>,
    /// Its VAT identification number.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub vat_id: Option<String>,
}

impl Party {
    /// Takes away the space around its texts.
    pub(crate) fn trim(&mut self) {
        trim(&mut self.name);
        self.lines.iter_mut().chain(&mut self.vat_id).for_each(trim);
    }

    pub(crate) fn is_sound(&self) -> bool {
        let lines = self.lines.iter().chain(&self.vat_id);
        is_line(&self.name) && self.lines.len() <= MAX_PARTY_LINES && lines.into_iter().all(|line| is_line(line))
    }
}
