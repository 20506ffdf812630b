//! The carts that Medusa priced, in a shop of our own: its products, categories and groups by our numbers and names.

use std::collections::BTreeMap;

use attar::terms::compat::Fine;
use attar::terms::compat::fine::to_minor;
use attar::terms::compat::medusa_2_21::{
    Attribute, Attributes, Budget, Cart, Condition, Discount, Kind, On, Op, Promotion, Target, compute, fits,
};
use serde_json::{Value, json};

use super::shop::{InShop, Line, Off, off};
use super::{list, medusa};

/// Whether a shop comes to the same; nothing, if the cart cannot be said in one.
pub fn agrees(case: &Value) -> Option<Result<(), String>> {
    let cart = medusa::cart(case).ok()?;
    let theirs: Vec<Promotion> =
        list(case, "promotions").iter().map(medusa::promotion).collect::<Result<_, _>>().ok()?;
    let mut told = Told::of(&cart)?;
    let lines = cart.lines.iter().map(|line| told.line(line)).collect::<Option<_>>()?;
    let mut shop = InShop {
        mode: "medusa_2_21",
        tax_included: false,
        lines,
        shipping: cart.shipping.first().map_or(Some(0), |one| minor(one.amount))?,
        promotions: Vec::new(),
        budgets: Vec::new(),
        groups: groups_of(&cart)?,
    };
    for (place, one) in theirs.iter().enumerate() {
        told.promotion(place, one, &mut shop)?;
    }
    Some(comes_to_the_same(&shop, &cart, &theirs))
}

/// Whole minor units.
fn minor(amount: Fine) -> Option<i64> {
    let cents = amount.ratio(100, 1);
    (cents.0 % Fine::ONE.0 == 0).then_some((cents.0 / Fine::ONE.0) as i64)
}

/// What products and categories are called there.
struct Told<'a> {
    cart: &'a Cart,
    products: BTreeMap<String, usize>,
    categories: Vec<String>,
}

fn one<'a>(attributes: &'a Attributes, name: &str) -> Option<&'a String> {
    match attributes.get(name)? {
        Attribute::One(value) => Some(value),
        Attribute::Many(_) => None,
    }
}

/// Groups and tiers; nothing, if a cart knows of more.
fn groups_of(cart: &Cart) -> Option<Vec<String>> {
    let mut groups = Vec::new();
    for (name, value) in cart.attributes.iter() {
        match (name, value) {
            ("customer.customer_group.id", Attribute::One(group)) => groups.push(format!("group-{group}")),
            ("customer.customer_group.id", Attribute::Many(many)) => {
                groups.extend(many.iter().map(|group| format!("group-{group}")));
            }
            ("tier", Attribute::One(tier)) => groups.push(format!("tier-{tier}")),
            _ => return None,
        }
    }
    Some(groups)
}

impl<'a> Told<'a> {
    fn of(cart: &'a Cart) -> Option<Self> {
        let mut products = BTreeMap::new();
        for (place, line) in cart.lines.iter().enumerate() {
            let name = one(&line.attributes, "product.id").cloned().unwrap_or_else(|| format!("?{place}"));
            // Of a product there is one line in a cart of ours.
            if products.insert(name, place + 1).is_some() {
                return None;
            }
        }
        let is_cart = !products.is_empty() && cart.shipping.len() <= 1;
        is_cart.then(|| Self { cart, products, categories: vec!["?".to_owned()] })
    }

    fn line(&mut self, line: &attar::terms::compat::medusa_2_21::Line) -> Option<Line> {
        let all = minor(line.subtotal)?;
        let quantity = i64::from(line.quantity);
        let category = one(&line.attributes, "product_category.id").map_or(0, |name| self.category(name));
        let gross = line.gross.unwrap_or(line.subtotal);
        let tax = gross.minus(line.subtotal).ratio(10_000, line.subtotal.0.max(1)).0;
        let fits = all % quantity == 0 && line.discountable;
        let is_exact = line.subtotal.ratio(10_000 + tax, 10_000) == gross;
        (fits && is_exact).then(|| Line {
            minor: all / quantity,
            quantity: line.quantity,
            tax: tax as i64,
            category,
        })
    }

    fn category(&mut self, name: &str) -> usize {
        self.categories.iter().position(|other| other == name).unwrap_or_else(|| {
            self.categories.push(name.to_owned());
            self.categories.len() - 1
        })
    }

    fn condition(&mut self, condition: &Condition) -> Option<Value> {
        let values: Vec<String> = match condition.field.as_str() {
            "product.id" => {
                let number = |name: &String| self.products.get(name).copied().unwrap_or(9_999).to_string();
                condition.values.iter().map(number).collect()
            }
            "product_category.id" => {
                condition.values.iter().map(|name| self.category(name).to_string()).collect()
            }
            _ => return None,
        };
        Some(json!({ "field": condition.field, "op": condition.op, "values": values }))
    }

    fn conditions(&mut self, conditions: &[Condition]) -> Option<Vec<Value>> {
        conditions.iter().map(|condition| self.condition(condition)).collect()
    }

    /// Puts one into a shop, with whom it is for and what it may cost; one that never fits this way of sending is none.
    fn promotion(&mut self, place: usize, one: &Promotion, shop: &mut InShop) -> Option<()> {
        let on_shipping = one.target == Target::Shipping && one.kind == Kind::Standard;
        let targets = if on_shipping { Vec::new() } else { self.conditions(&one.target_conditions)? };
        if on_shipping && !self.sends(&one.target_conditions)? {
            return Some(());
        }
        let kind = match &one.kind {
            Kind::Standard => json!("standard"),
            Kind::BuyGet { buy_conditions, buy_quantity, get_quantity } => json!({ "buy_get": {
                "buy_conditions": self.conditions(buy_conditions)?,
                "buy_quantity": buy_quantity, "get_quantity": get_quantity,
            } }),
        };
        let gives = json!({ "medusa_2_21": {
            "kind": kind, "target": one.target, "method": one.method, "value": one.value,
            "allocation": one.allocation, "max_quantity": one.max_quantity,
            "tax_inclusive": one.tax_inclusive, "target_conditions": targets,
        } });
        let mut rest = limits(place, one, shop)?;
        let when = one.conditions.iter().map(group).collect::<Option<Vec<_>>>()?;
        rest["when"] = json!({ "all": when });
        shop.promotions.push(InShop::promotion(place, &gives, rest));
        Some(())
    }

    /// Whether the way of sending is meant.
    fn sends(&self, conditions: &[Condition]) -> Option<bool> {
        let method = self.cart.shipping.first();
        let attributes = method.map(|method| method.attributes.clone()).unwrap_or_default();
        let known = conditions.iter().all(|condition| condition.field == "shipping_option.id");
        let cart = Cart { attributes, ..Cart::default() };
        known.then(|| conditions.iter().all(|condition| fits(condition, &cart)))
    }
}

/// A condition of a cart as our own.
fn group(condition: &Condition) -> Option<Value> {
    let kind = match (condition.field.as_str(), condition.op) {
        ("customer.customer_group.id", Op::In) => "group",
        ("tier", Op::In | Op::Eq) => "tier",
        _ => return None,
    };
    let names: Vec<String> = condition.values.iter().map(|name| format!("{kind}-{name}")).collect();
    Some(json!({ "group": names }))
}

/// What one may cost and how often it may be used, in our own words.
fn limits(place: usize, one: &Promotion, shop: &mut InShop) -> Option<Value> {
    let mut uses = one.usage;
    let mut rest = json!({});
    match one.budget {
        Some(Budget::Spend { limit: Some(limit), used }) if limit != Fine::ZERO => {
            shop.budgets.push(json!({ "id": place, "left": minor(limit.minus(used))?.max(0) }));
            rest["budget"] = json!(place);
        }
        Some(Budget::Usage { limit: Some(limit), used }) if limit != 0 => uses = uses.or(Some((limit, used))),
        _ => {}
    }
    if let Some((limit, used)) = uses {
        rest["uses"] = json!({ "limit": limit, "used": used });
    }
    Some(rest)
}

fn comes_to_the_same(shop: &InShop, cart: &Cart, theirs: &[Promotion]) -> Result<(), String> {
    let outcome = compute(cart, theirs).map_err(|error| error.to_string())?;
    let amounts: Vec<Fine> = outcome.discounts.iter().map(|one| without_tax(one, cart, theirs)).collect();
    let cents = to_minor(&amounts, 2).ok_or("the cents do not fit")?;
    let mut wanted = Off::new();
    for (discount, cents) in outcome.discounts.iter().zip(cents) {
        *wanted.entry(key(discount, cart, theirs)).or_default() += cents;
    }
    wanted.retain(|_, minor| *minor != 0);
    let ours = off(&shop.receipt(0)?);
    for place in 1..=theirs.len() as u32 {
        let of = |all: &Off| {
            all.iter().filter(|((_, id), _)| *id == place).map(|(k, v)| (*k, *v)).collect::<Off>()
        };
        let (own, theirs) = (of(&ours), of(&wanted));
        let (sum, most): (i64, i64) = (own.values().sum(), theirs.values().sum());
        let left = left(shop, place);
        // A cart of theirs may overspend a budget; a cart of ours pays what is left of it.
        let is_paid = left.is_none_or(|left| most <= left);
        let is_less = own.iter().all(|(key, minor)| theirs.get(key).is_some_and(|most| minor <= most));
        let agrees = if is_paid { own == theirs } else { is_less && left == Some(sum) };
        if !agrees {
            return Err(format!("promotion {place} takes {own:?} and not {theirs:?}, of {left:?} left"));
        }
    }
    shop.floors_hold()
}

/// What is left of the budget of a promotion.
fn left(shop: &InShop, place: u32) -> Option<i64> {
    let id = &shop.promotions.iter().find(|one| one["id"] == json!(place))?["budget"];
    shop.budgets.iter().find(|budget| budget["id"] == *id)?["left"].as_i64()
}

fn without_tax(discount: &Discount, cart: &Cart, theirs: &[Promotion]) -> Fine {
    let with_tax = theirs.iter().any(|one| one.code == discount.code && one.tax_inclusive);
    let On::Line(id) = &discount.on else { return discount.amount };
    let line = cart.lines.iter().find(|line| line.id == *id).filter(|_| with_tax);
    let taxed = line.and_then(|line| Some((line.subtotal, line.gross?)));
    taxed.map_or(discount.amount, |(net, gross)| discount.amount.ratio(net.0, gross.0))
}

fn key(discount: &Discount, cart: &Cart, theirs: &[Promotion]) -> (Option<u32>, u32) {
    let place = theirs.iter().position(|one| one.code == discount.code).unwrap_or(0);
    let product = match &discount.on {
        On::Line(id) => cart.lines.iter().position(|line| line.id == *id).map(|place| place as u32 + 1),
        On::Shipping(_) => None,
    };
    (product, place as u32 + 1)
}
