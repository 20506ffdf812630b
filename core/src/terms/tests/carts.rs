//! Carts that cannot be priced: a sentence that names the field, and nothing is applied.

use crate::ProductId;
use crate::id::{LabelId, PriceListId};
use crate::money::{Currency, Money};
use crate::terms::basket::{Basket, Cart, CartError, Item, Line};
use crate::terms::list::{Price, PriceList};
use crate::terms::till::Till;

use super::{cart, terms, till};

fn refused(cart: &Cart) -> String {
    till("").price(cart).expect_err("it cannot be priced").to_string()
}

#[test]
fn sending_below_zero_is_named() {
    let mut cart = cart(&[(1, 1)]);
    cart.shipping = -1;
    assert_eq!(refused(&cart), "`shipping` is below `0`");
}

#[test]
fn more_lines_than_a_cart_may_have_are_named() {
    let lines = |n: usize| {
        let line = |n: u32| Line { product: ProductId(n + 10), quantity: 1 };
        Cart { lines: (0..).take(n).map(line).collect(), ..cart(&[]) }
    };
    let mut terms = terms("");
    terms.items.extend((10..520).map(|n| Item::of(ProductId(n), LabelId(0))));
    let price = |n| Price { product: ProductId(n), from_units: 1, minor: 1 };
    terms.price_lists[0].prices.extend((10..520).map(price));
    let till = Till::open(terms);
    assert_eq!(till.price(&lines(Basket::MOST_LINES)).map(|receipt| receipt.total), Ok(500));
    let refused = till.price(&lines(Basket::MOST_LINES + 1)).expect_err("too many lines");
    assert_eq!(refused.to_string(), "`lines` are more than `500`");
}

#[test]
fn lines_that_each_fit_may_be_too_much_together() {
    let mut terms = terms("");
    let most = Money::MOST_MINOR;
    for price in terms.price_lists[0].prices.iter_mut().filter(|price| price.from_units == 1) {
        price.minor = most - 10;
    }
    let till = Till::open(terms);
    let mut one = cart(&[(3, 1)]);
    one.shipping = 10;
    assert_eq!(till.price(&one).map(|receipt| receipt.total), Ok(most));
    one.shipping = 11;
    assert_eq!(till.price(&one), Err(CartError::TooLarge));
    assert_eq!(till.price(&cart(&[(2, 1), (3, 1)])), Err(CartError::TooLarge));
    let of_one = till.price(&cart(&[(3, 2)])).expect_err("of one line");
    assert_eq!(
        of_one.to_string(),
        "the price of product `3` times its `quantity` is above `9007199254740992`"
    );
    assert_eq!(CartError::TooLarge.to_string(), "`lines` and `shipping` come to more than can be priced");
}

#[test]
fn a_cart_is_of_one_currency_and_what_has_no_price_in_it_is_named() {
    let mut terms = terms("");
    terms.items.push(Item::of(ProductId(4), LabelId(0)));
    let prices = vec![Price { product: ProductId(4), from_units: 1, minor: 700 }];
    let euro =
        PriceList { id: PriceListId(9), currency: Currency::Eur, prices, ..terms.price_lists[0].clone() };
    terms.price_lists.push(euro);
    let till = Till::open(terms);
    let both = cart(&[(1, 1), (4, 1)]);
    let refused =
        |currency| till.price(&Cart { currency, ..both.clone() }).map_err(|error| error.to_string());
    assert_eq!(refused(Currency::Usd), Err("product `4` has no price in `currency` `USD`".into()));
    assert_eq!(refused(Currency::Eur), Err("product `1` has no price in `currency` `EUR`".into()));
    let line = r#"{"currency": "USD", "at": 0, "lines": [{"product": 1, "quantity": 1, "currency": "EUR"}]}"#;
    let read = crate::written::read::<Cart>(line.as_bytes()).expect_err("a line has no currency");
    assert!(read.to_string().contains("unknown field `currency`"), "{read}");
}
