//! Who referred how many, and what that brought.

use attar::ShopperId;
use attar::terms::loyalty::Referrals;
use maud::html;

use super::super::caller::Caller;
use super::super::groups::called;
use super::super::problem::Page;
use super::super::words::{ReferralWords, fill};
use super::liability::points;
use crate::terms::loyalty::Books;

/// So many are shown, those first who brought most.
const MOST: usize = 20;

/// Those who referred somebody; nothing, where the programme has no referral and never had.
pub(super) async fn section(caller: &Caller) -> Page {
    let mut books = caller.loyalty().books.lock().await;
    books.follow(caller.app()).await?;
    let all = referrers(&books.counted);
    let has = caller.snapshot().shop.loyalty().is_some_and(|own| own.referral.is_some());
    let words = ReferralWords::of(caller.lang());
    Ok(html! {
        @if has || !all.is_empty() {
            section.panel {
                h2 { (words.who) }
                @if all.is_empty() { p.muted { (words.none) } }
                ul.orders {
                    @for (who, own) in all {
                        li {
                            strong.grow { bdi { (called(caller, who)) } }
                            span.muted { (fill(words.followed, &[&caller.number(own.followed)])) }
                            span.muted { (fill(words.ordered, &[&caller.number(own.brought)])) }
                            span { (points(caller, own.points)) }
                        }
                    }
                }
            }
        }
    })
}

fn referrers(books: &Books) -> Vec<(ShopperId, &Referrals)> {
    let mut all: Vec<(ShopperId, &Referrals)> = books.referrals().collect();
    all.sort_by_key(|(who, own)| (std::cmp::Reverse((own.brought, own.followed)), *who));
    all.truncate(MOST);
    all
}
