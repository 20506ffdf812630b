//! The choice of how an order goes: where to, with whom, and when it is there.

use attar::command::DeliveryWish;
use attar::event::Interval;
use attar::id::CarrierId;
use attar::money::BasisPoints;
use attar::query::DeliveryOption;
use attar::service::promise::DeliveryZone;
use attar::{Answer, Query, Timestamp};
use maud::html;

use super::caller::Caller;
use super::problem::{Page, Problem};
use super::words::{PromiseWords, fill};

/// What a form says of it.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct Choice {
    /// Where to; the nearest, if unsaid.
    pub zone: DeliveryZone,
    /// With whom, and when it was said to be there.
    pub wish: Option<DeliveryWish>,
}

impl Choice {
    /// From the fields of a form: the zone, and one of [`carried`].
    pub fn read(zone: &str, way: &str) -> Self {
        let zone = DeliveryZone(zone.trim().parse().unwrap_or_default());
        // What was chosen for another place is chosen no more.
        let wish = told(way).filter(|wish| wish.zone == zone);
        Self { zone, wish }
    }

    fn takes(&self, option: &DeliveryOption) -> bool {
        self.wish.is_some_and(|wish| wish.carrier == option.carrier)
    }
}

/// The value of a choice: zone, carrier, and the time that was shown, if one was.
fn carried(zone: DeliveryZone, option: &DeliveryOption) -> String {
    let way = format!("{} {}", zone.0, option.carrier);
    match option.promise.interval {
        Some(Interval { from, until, level }) => format!("{way} {} {} {}", from.0, until.0, level.0),
        None => way,
    }
}

fn told(way: &str) -> Option<DeliveryWish> {
    let mut parts = way.split(' ');
    let zone = DeliveryZone(parts.next()?.parse().ok()?);
    let carrier = CarrierId(parts.next()?.parse().ok()?);
    let rest: Vec<i64> = parts.map(|part| part.parse().ok()).collect::<Option<_>>()?;
    let shown = match rest.as_slice() {
        [] => None,
        [from, until, level] => {
            let level = BasisPoints(u32::try_from(*level).ok()?);
            Some(Interval { from: Timestamp(*from), until: Timestamp(*until), level })
        }
        _ => return None,
    };
    Some(DeliveryWish { carrier, zone, shown })
}

/// The ways to a zone; none, where the shop does not say how it sends.
pub(super) async fn options(caller: &Caller, zone: DeliveryZone) -> Result<Vec<DeliveryOption>, Problem> {
    Ok(match caller.ask(Query::Delivery { zone }).await? {
        Answer::Delivery(options) => options,
        _ => Vec::new(),
    })
}

/// The fields of the checkout: the zones, and the ways to the one that is chosen. The soonest is taken, if none is.
pub(super) async fn fields(caller: &Caller, choice: &Choice) -> Page {
    let Some(delivery) = caller.snapshot().shop.delivery() else { return Ok(html! {}) };
    let (words, options) = (PromiseWords::of(caller.lang()), options(caller, choice.zone).await?);
    let chosen = options.iter().position(|option| choice.takes(option)).unwrap_or(0);
    let level = options.iter().find_map(|option| option.promise.interval).map(|interval| interval.level);
    Ok(html! {
        div.row {
            label.grow {
                (words.zone)
                select name="zone" {
                    @for (zone, name) in delivery.zones() {
                        option value=(zone.0) selected[zone == choice.zone] { (name.in_lang(caller.lang())) }
                    }
                }
            }
            button.quiet type="submit" formaction="/checkout/times" formnovalidate { (words.show_times) }
        }
        fieldset.ways {
            legend { (words.carrier) }
            @for (place, option) in options.iter().enumerate() {
                label.way {
                    input type="radio" name="way" value=(carried(choice.zone, option)) checked[place == chosen] required;
                    span { bdi { (caller.carrier(option.carrier)) } }
                    span.muted { (when(caller, option)) }
                }
            }
            @if let Some(BasisPoints(level)) = level {
                p.muted { (fill(words.level, &[&caller.rate(level)])) " " a href="/promises" { (words.title) } }
            }
        }
    })
}

/// When it is there, as people say it: the days.
fn when(caller: &Caller, option: &DeliveryOption) -> String {
    let words = PromiseWords::of(caller.lang());
    let Some(Interval { from, until, .. }) = option.promise.interval else {
        return words.not_known.to_owned();
    };
    let (from, until) = (caller.day(from), caller.local(until));
    fill(words.between, &[&from, &until])
}

/// The soonest way to the nearest place, for the page of a product.
pub(super) async fn soonest(caller: &Caller) -> Page {
    let zone = DeliveryZone::default();
    let options = options(caller, zone).await?;
    let name = caller.snapshot().shop.delivery().and_then(|delivery| delivery.zone(zone));
    let soonest = options.first().filter(|option| option.promise.interval.is_some());
    Ok(match (name, soonest) {
        (Some(name), Some(option)) => html! {
            p.muted {
                (fill(PromiseWords::of(caller.lang()).delivery, &[name.in_lang(caller.lang())]))
                bdi { (caller.carrier(option.carrier)) } " · " (when(caller, option))
            }
        },
        _ => html! {},
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_choice_says_the_time_that_was_shown() {
        let choice = Choice::read("2", "2 7 10 20 9000");
        let shown = Interval { from: Timestamp(10), until: Timestamp(20), level: BasisPoints(9_000) };
        let wish = DeliveryWish { carrier: CarrierId(7), zone: DeliveryZone(2), shown: Some(shown) };
        assert_eq!(choice, Choice { zone: DeliveryZone(2), wish: Some(wish) });
        assert_eq!(Choice::read("2", "2 7").wish.map(|wish| wish.shown), Some(None));
    }

    #[test]
    fn what_was_chosen_for_another_place_or_is_none_is_not_chosen() {
        for way in ["1 7", "", "2", "2 x", "2 7 10", "2 7 10 20 -1", "2 7 1 2 3 4"] {
            assert_eq!(Choice::read("2", way), Choice { zone: DeliveryZone(2), wish: None }, "{way}");
        }
        assert_eq!(Choice::read("x", "").zone, DeliveryZone(0));
    }
}
