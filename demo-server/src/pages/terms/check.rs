//! What a promotion would say, and what would be the matter with it, while it is being written: nothing is kept.

use attar::terms::promotion::PromotionId;
use axum::Form;
use axum::extract::Path;
use maud::{Markup, html};

use super::super::caller::Caller;
use super::super::fields::{Filled, Wrong};
use super::super::merchant::only_owner;
use super::super::problem::{Page, Problem};
use super::edit::{Body, Wanted, wanted};
use super::list::shop_of;
use super::place::Place;
use super::row::Rows;
use super::told::Teller;
use crate::terms::{Changes, Fresh, find};

/// `POST /merchant/terms/{id}/check`
pub(super) async fn check(
    caller: Caller,
    Path(id): Path<String>,
    Form(form): Form<Vec<(String, String)>>,
) -> Page {
    only_owner(&caller)?;
    let (place, filled) = (Place::of(&caller, &id).await?, Filled(form));
    match wanted(&caller, &place, &filled)? {
        Ok(wanted) => as_wanted(&caller, &place, wanted),
        Err(Body::Form(_, wrong)) => Ok(warns(wrong.into_iter().map(|Wrong { why, .. }| why))),
        Err(Body::Json(_, why)) => Ok(warns(why.into_iter())),
    }
}

fn warns(sentences: impl Iterator<Item = String>) -> Markup {
    html! { ul.warns { @for sentence in sentences { li { (sentence) } } } }
}

/// Beside all others of the draft, or of what is in force.
fn as_wanted(caller: &Caller, place: &Place, wanted: Wanted) -> Result<Markup, Problem> {
    let mut terms = place.terms.clone();
    let id = place.id;
    let budget = terms.budgets.iter().map(|budget| budget.id.saturating_add(1)).max().unwrap_or(1);
    wanted.put(&mut terms, id, Fresh { promotion: id, budget });
    let current = caller.app().current();
    let shop = shop_of(caller, &terms)?;
    let changes = Changes::between(&current.shop.draft().terms, &terms);
    let rows = Rows::new(caller, &shop, &current.market.given).drafted(&changes);
    Ok(html! { @if let Some(one) = find(&terms, PromotionId(id.0)) {
        p.heading { strong { (Teller::new(caller).name(one)) } (rows.stands(one)) }
        (rows.told(one))
    } })
}
