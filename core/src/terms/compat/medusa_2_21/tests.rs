//! What the recorded carts of the engine do not show: the edges of its rules, as the module states them.

use super::condition::line_fits;
use super::*;

fn fine(text: &str) -> Fine {
    text.parse().expect("a decimal")
}

fn line(id: &str, quantity: u32, subtotal: &str) -> Line {
    Line {
        id: id.into(),
        quantity,
        subtotal: fine(subtotal),
        gross: None,
        discountable: true,
        attributes: Attributes::new(),
    }
}

fn cart(lines: Vec<Line>) -> Cart {
    Cart { currency: "usd".into(), lines, ..Cart::default() }
}

fn condition(field: &str, op: Op, values: &[&str]) -> Condition {
    Condition { field: field.into(), op, values: values.iter().map(|value| (*value).into()).collect() }
}

/// Takes that much off every line.
fn off(method: Method, value: &str) -> Promotion {
    Promotion {
        code: "A".into(),
        kind: Kind::Standard,
        target: Target::Items,
        method,
        value: fine(value),
        allocation: None,
        max_quantity: None,
        tax_inclusive: false,
        currency: None,
        conditions: Vec::new(),
        target_conditions: Vec::new(),
        budget: None,
        usage: None,
    }
}

/// Buy so many of line `x`, get one of line `y` for nothing.
fn free(code: &str, value: &str, buy_quantity: u32) -> Promotion {
    let buy_conditions = vec![condition("items.id", Op::Eq, &["x"])];
    Promotion {
        code: code.into(),
        kind: Kind::BuyGet { buy_conditions, buy_quantity, get_quantity: 1 },
        target_conditions: vec![condition("items.id", Op::Eq, &["y"])],
        ..off(Method::Percent, value)
    }
}

/// Line or method, and what is taken off it.
fn taken(cart: &Cart, promotions: &[Promotion]) -> Vec<(String, Fine)> {
    let outcome = compute(cart, promotions).expect("an outcome");
    let on = |discount: Discount| match discount.on {
        On::Line(id) | On::Shipping(id) => (id, discount.amount),
    };
    outcome.discounts.into_iter().map(on).collect()
}

fn all(found: &[(&str, &str)]) -> Vec<(String, Fine)> {
    found.iter().map(|(id, amount)| ((*id).to_owned(), fine(amount))).collect()
}

#[test]
fn a_condition_holds_as_the_engine_has_it() {
    let mut line = line("x", 5, "459.97");
    let many = |values: &[&str]| Attribute::Many(values.iter().map(|value| (*value).into()).collect());
    line.attributes.insert("product.id".into(), Attribute::One("p1".into()));
    line.attributes.insert("tags".into(), many(&["a", "b"]));
    line.attributes.insert("none".into(), many(&[]));
    line.attributes.insert("debt".into(), Attribute::One("-0.5".into()));
    let cases: [(&str, Op, &[&str], bool); 35] = [
        ("quantity", Op::Gt, &["5"], false),
        ("quantity", Op::Gt, &["4"], true),
        ("quantity", Op::Gte, &["5"], true),
        ("quantity", Op::Gte, &["6"], false),
        ("quantity", Op::Lt, &["5"], false),
        ("quantity", Op::Lt, &["6"], true),
        ("quantity", Op::Lte, &["5"], true),
        ("quantity", Op::Lte, &["4"], false),
        ("quantity", Op::Gt, &["9", "4"], true),
        ("quantity", Op::Gt, &["many"], false),
        ("subtotal", Op::Eq, &["459.97"], true),
        ("subtotal", Op::Eq, &["459.970"], false),
        ("subtotal", Op::Gt, &["459.96"], true),
        ("debt", Op::Lt, &["0"], true),
        ("debt", Op::Gt, &["-1"], true),
        ("tags", Op::Gt, &["0"], false),
        ("tags", Op::In, &["b"], true),
        ("tags", Op::Eq, &["a"], false),
        ("tags", Op::Eq, &["a", "b"], true),
        ("tags", Op::Ne, &["b"], false),
        ("tags.more", Op::In, &["a"], false),
        ("tags.more", Op::Eq, &["undefined"], true),
        ("product.id", Op::Eq, &["p1"], true),
        ("product.id.more", Op::Eq, &["p1"], true),
        ("colour", Op::Eq, &["red"], false),
        ("colour", Op::Ne, &["red"], true),
        ("colour", Op::Lt, &["1"], true),
        ("colour", Op::Gt, &["0"], false),
        ("none", Op::Ne, &["a"], true),
        ("none", Op::Eq, &["a"], false),
        ("none", Op::In, &["a"], false),
        ("quantity", Op::Eq, &[], false),
        ("", Op::Ne, &["a"], false),
        ("is_discountable", Op::Eq, &["true"], true),
        ("items.id", Op::Eq, &["x"], true),
    ];
    for (field, op, values, holds) in cases {
        let fits = line_fits(&[condition(field, op, values)], &line);
        assert_eq!(fits, holds, "{field} {op:?} {values:?}");
    }
}

#[test]
fn amounts_are_compared_as_they_are_written() {
    for (subtotal, text) in [("0", "0"), ("5", "5"), ("0.05", "0.05"), ("-2.5", "-2.5"), ("1200", "1200")] {
        let line = line("x", 1, subtotal);
        assert!(line_fits(&[condition("subtotal", Op::Eq, &[text])], &line), "{subtotal}");
    }
}

#[test]
fn numbers_beyond_reason_are_refused() {
    let most = "1000000000000";
    let promotions = [off(Method::Percent, "10")];
    assert!(compute(&cart(vec![line("x", 1_000_000, most)]), &promotions).is_ok());
    let dear = compute(&cart(vec![line("x", 1, "1000000000000.01")]), &promotions).expect_err("too large");
    assert_eq!(
        (dear, dear.to_string().as_str()),
        (CompatError::TooLarge, "an amount is above `1000000000000`")
    );
    let many = compute(&cart(vec![line("x", 1_000_001, "1")]), &promotions).expect_err("too many");
    assert_eq!((many, many.to_string().as_str()), (CompatError::TooMany, "a quantity is above `1000000`"));
}

#[test]
fn on_items_every_line_is_lowered_and_on_an_order_the_whole() {
    let cart = cart(vec![line("x", 1, "30"), line("y", 1, "10")]);
    assert_eq!(taken(&cart, &[off(Method::Fixed, "4")]), all(&[("x", "4"), ("y", "4")]));
    let order = Promotion { target: Target::Order, ..off(Method::Fixed, "4") };
    assert_eq!(taken(&cart, &[order]), all(&[("x", "3"), ("y", "1")]));
}

#[test]
fn what_costs_nothing_or_is_excluded_is_not_lowered() {
    let mut excluded = line("x", 1, "30");
    excluded.discountable = false;
    let taxed = Line { gross: Some(fine("5")), ..line("y", 1, "0") };
    let half = Promotion { tax_inclusive: true, ..off(Method::Percent, "50") };
    assert_eq!(taken(&cart(vec![excluded, taxed]), &[half]), all(&[]));
}

#[test]
fn across_lines_no_units_at_most_are_all_units() {
    let across = Promotion { allocation: Some(Allocation::Across), ..off(Method::Percent, "50") };
    let lines = || cart(vec![line("x", 4, "40")]);
    for (most, off) in [(Some(0), "20"), (Some(1), "5"), (Some(9), "20"), (None, "20")] {
        let across = Promotion { max_quantity: most, ..across.clone() };
        assert_eq!(taken(&lines(), &[across]), all(&[("x", off)]), "{most:?}");
    }
}

#[test]
fn sending_that_costs_nothing_is_not_lowered() {
    let method = |id: &str, amount: &str| Shipping {
        id: id.into(),
        amount: fine(amount),
        attributes: Attributes::new(),
    };
    let mut cart = cart(vec![line("x", 1, "30")]);
    cart.shipping = vec![method("free", "0"), method("post", "8")];
    let shipping = Promotion {
        target: Target::Shipping,
        allocation: Some(Allocation::Each),
        ..off(Method::Percent, "50")
    };
    assert_eq!(taken(&cart, std::slice::from_ref(&shipping)), all(&[("post", "4")]));
    let across = Promotion { allocation: Some(Allocation::Across), method: Method::Fixed, ..shipping };
    cart.shipping = vec![method("free", "0")];
    assert_eq!(taken(&cart, &[across]), all(&[]));
}

#[test]
fn what_one_promotion_needed_to_buy_is_not_there_for_the_next() {
    let lines = || cart(vec![line("x", 3, "30"), line("y", 2, "8")]);
    let (dear, cheap) = (free("A", "100", 2), free("B", "50", 2));
    assert_eq!(taken(&lines(), &[dear.clone(), cheap]), all(&[("y", "4")]), "one `x` is left, two are asked");
    let one = free("B", "50", 1);
    assert_eq!(taken(&lines(), &[dear, one]), all(&[("y", "4"), ("y", "2")]));
}

#[test]
fn a_buy_get_without_something_to_buy_gives_nothing() {
    let lines = || cart(vec![line("x", 3, "30"), line("y", 2, "8")]);
    assert_eq!(taken(&lines(), &[free("A", "100", 0)]), all(&[]));
    let mut anything = free("A", "100", 1);
    anything.kind = Kind::BuyGet { buy_conditions: Vec::new(), buy_quantity: 1, get_quantity: 1 };
    assert_eq!(taken(&lines(), &[anything]), all(&[]));
}

#[test]
fn a_buy_get_over_its_budget_is_rejected() {
    let lines = cart(vec![line("x", 3, "30"), line("y", 2, "8")]);
    let poor = Budget::Spend { limit: Some(fine("3")), used: Fine::ZERO };
    let outcome = compute(&lines, &[Promotion { budget: Some(poor), ..free("A", "100", 2) }]);
    let outcome = outcome.expect("an outcome");
    assert_eq!(outcome.discounts, Vec::new());
    assert_eq!(outcome.rejected, [Rejected { code: "A".into(), reason: Reason::BudgetExceeded }]);
}
