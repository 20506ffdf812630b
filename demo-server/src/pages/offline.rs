//! What stands in the place of a page that was not visited while there is no network.

use maud::html;

use super::caller::Caller;
use super::parts;
use super::problem::Page;

/// `GET /offline`
pub(super) async fn offline(caller: Caller) -> Page {
    let words = caller.words;
    let why = html! { h1 { (words.offline) } p.lead { (words.offline_why) } };
    Ok(caller.page(words.offline, &parts::nothing(&caller, "compass", &why)))
}
