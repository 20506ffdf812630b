//! A number in a form, so that the form does its work once however often it is sent.

use maud::{Markup, html};

use super::caller::Caller;
use super::problem::Problem;
use crate::log::LogError;
use crate::published::Blob;

const NAME: &str = "once";

/// The field, for the forms of one page. Each page that is drawn has a number of its own.
pub(super) fn field(caller: &Caller) -> Result<Markup, Problem> {
    let number = caller.mint_order()?;
    Ok(html! { input type="hidden" name=(NAME) value=(number); })
}

/// The key of what a form makes happen; none, if it has no number.
pub(super) fn key(fields: &[(String, String)]) -> Result<Option<String>, Problem> {
    if !fields.iter().any(|(name, _)| name == NAME) {
        return Ok(None);
    }
    let fields = serde_json::to_vec(fields).map_err(LogError::from)?;
    Ok(Some(Blob::new(fields).hash.to_string()))
}
