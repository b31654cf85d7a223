//! Fetches the lines of a receipt.

use domain::{stamp::SubmissionId, summary::SummaryLine};

use crate::session::{Failure, Session};

/// Fetches all lines of a receipt, page by page.
///
/// # Errors
/// When the host cannot be reached.
pub async fn all_lines(session: Session, id: &SubmissionId) -> Result<Vec<SummaryLine>, Failure> {
    let (mut all, mut cursor) = (Vec::new(), None);
    loop {
        let page = session.lines(id, cursor.as_deref()).await?;
        all.extend(page.items);
        cursor = page.next;
        if cursor.is_none() {
            return Ok(all);
        }
    }
}
