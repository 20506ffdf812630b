//! Points as a child would keep them: each by itself, with what it says on it and where it lies.

use attar::Timestamp;
use attar::terms::loyalty::Balances;

/// Where a point lies.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Place {
    Held,
    Redeemed(usize),
    Expired,
    ClawedBack,
    Taken,
}

#[derive(Debug, Clone)]
struct Point {
    /// In the order of earning.
    lot: usize,
    ripe: i64,
    expires: i64,
    place: Place,
    given: bool,
    /// In the order of drawing.
    drawn: usize,
}

#[derive(Debug, Clone)]
struct Order {
    units: [u32; 2],
    back: [u32; 2],
    /// What lines cost, and sending.
    gross: i64,
    points: [i64; 2],
    lot: usize,
    redeemed: i64,
    worth: i64,
    given_back: i64,
    clawed_back: i64,
    cancelled: bool,
}

/// All points that there ever were.
#[derive(Debug, Clone, Default)]
pub struct Model {
    points: Vec<Point>,
    orders: Vec<Order>,
    lots: usize,
    drawn: usize,
}

const PRICES: [i64; 2] = [130, 99];
const HOUR: i64 = 3_600_000;
/// When clocks are put forward.
const FORWARD: i64 = 1_772_953_200_000;

/// The midnight that ends a day in New York, so many days after that of a moment.
fn end(at: i64, days: i64) -> i64 {
    let offset = |at: i64| if at >= FORWARD { -4 * HOUR } else { -5 * HOUR };
    let day = (at + offset(at)).div_euclid(24 * HOUR) + days + 1;
    let midnight = day * 24 * HOUR;
    // Clocks change at two at night, so midnight is before.
    if midnight + 5 * HOUR >= FORWARD + 2 * HOUR { midnight + 4 * HOUR } else { midnight + 5 * HOUR }
}

impl Model {
    fn earn(&mut self, at: Timestamp, count: i64, ripe: i64, given: bool) {
        self.lots += 1;
        let (lot, expires) = (self.lots, end(at.0, 5));
        let point = Point { lot, ripe, expires, place: Place::Held, given, drawn: 0 };
        self.points.extend((0..count).map(|_| point.clone()));
    }

    /// The places of points that are there, first the one that expires first, of equal ones the older.
    fn held(&self, at: Timestamp, is: impl Fn(&Point) -> bool) -> Vec<usize> {
        let fits = |point: &Point| point.place == Place::Held && point.expires > at.0 && is(point);
        let mut all: Vec<usize> = (0..self.points.len()).filter(|i| fits(&self.points[*i])).collect();
        all.sort_by_key(|i| (self.points[*i].expires, self.points[*i].lot, *i));
        all
    }

    fn count(&self, is: impl Fn(&Point) -> bool) -> i64 {
        self.points.iter().filter(|point| is(point)).count() as i64
    }

    pub fn available(&self, at: Timestamp) -> i64 {
        self.held(at, |point| point.ripe <= at.0).len() as i64
    }

    /// Three points are worth two cents.
    pub fn redeemable(&self, at: Timestamp, total: i64) -> i64 {
        (total * 3 / 2).min(self.available(at))
    }

    pub fn balances(&self, at: Timestamp) -> Balances {
        let over = |point: &Point| point.place == Place::Held && point.expires <= at.0;
        let given = self.count(|point| point.given);
        Balances {
            pending: self.held(at, |point| point.ripe > at.0).len() as i64,
            available: self.available(at),
            issued: -self.count(|point| !point.given),
            redeemed: self.count(|point| matches!(point.place, Place::Redeemed(_))),
            expired: self.count(|point| point.place == Place::Expired || over(point)),
            clawed_back: self.count(|point| point.place == Place::ClawedBack),
            adjusted: self.count(|point| point.place == Place::Taken) - given,
        }
    }

    /// What is paid in money.
    pub fn place(&mut self, at: Timestamp, units: [u32; 2], redeem: i64) -> i64 {
        let lines = [0, 1].map(|i| PRICES[i] * i64::from(units[i]));
        let gross = lines[0] + lines[1] + 50;
        let worth = redeem * 2 / 3;
        let of = self.orders.len();
        for place in self.held(at, |point| point.ripe <= at.0).into_iter().take(redeem as usize) {
            self.drawn += 1;
            self.points[place].place = Place::Redeemed(of);
            self.points[place].drawn = self.drawn;
        }
        let spend = lines.map(|line| line * (gross - worth) / gross);
        let points = shared((spend[0] + spend[1]) * 7 / 100, spend);
        self.earn(at, points[0] + points[1], end(at.0, 1), false);
        self.orders.push(Order {
            units,
            back: [0, 0],
            gross,
            points,
            lot: self.lots,
            redeemed: redeem,
            worth,
            given_back: 0,
            clawed_back: 0,
            cancelled: false,
        });
        gross - worth
    }

    pub fn sell(&mut self, at: Timestamp, paid: i64) {
        self.earn(at, paid * 7 / 100, end(at.0, 1), false);
    }

    pub fn tick(&mut self, at: Timestamp) {
        let over = self.points.iter_mut().filter(|point| point.place == Place::Held && point.expires <= at.0);
        over.for_each(|point| point.place = Place::Expired);
    }

    pub fn adjust(&mut self, at: Timestamp, points: i64) -> bool {
        let held = self.held(at, |_| true);
        if points == 0 || -points > held.len() as i64 {
            return false;
        }
        for place in held.into_iter().take(-points.min(0) as usize) {
            self.points[place].place = Place::Taken;
        }
        if points > 0 {
            self.earn(at, points, at.0, true);
        }
        true
    }

    pub fn refund(&mut self, at: Timestamp, of: usize, line: usize, units: u32) -> bool {
        let order = &mut self.orders[of];
        if order.cancelled || order.back[line] + units > order.units[line] {
            return false;
        }
        order.back[line] += units;
        let cost: i64 = (0..2).map(|i| PRICES[i] * i64::from(order.back[i])).sum();
        let worth = order.worth * cost / order.gross;
        self.undo(at, of, worth);
        true
    }

    pub fn cancel(&mut self, at: Timestamp, of: usize) -> bool {
        let order = &mut self.orders[of];
        if order.cancelled {
            return false;
        }
        (order.cancelled, order.back) = (true, order.units);
        let worth = order.worth;
        self.undo(at, of, worth);
        true
    }

    /// What of the points was for sending: it does not come back with goods.
    pub fn paid_for_sending(&self) -> i64 {
        let kept = self.orders.iter().filter(|order| !order.cancelled).map(|order| {
            let worth = order.worth * (order.gross - 50) / order.gross;
            order.redeemed - if order.worth == 0 { 0 } else { order.redeemed * worth / order.worth }
        });
        kept.sum()
    }

    fn undo(&mut self, at: Timestamp, of: usize, worth: i64) {
        let order = self.orders[of].clone();
        if order.worth > 0 {
            let due = order.redeemed * worth / order.worth;
            self.give_back(at, of, due - order.given_back);
            self.orders[of].given_back = due;
        }
        let part = |i: usize| {
            if order.units[i] == 0 {
                0
            } else {
                order.points[i] * i64::from(order.back[i]) / i64::from(order.units[i])
            }
        };
        let due = part(0) + part(1);
        let mut own = self.held(at, |point| point.lot == order.lot);
        own.extend(self.held(at, |point| point.lot != order.lot));
        for place in own.into_iter().take((due - order.clawed_back) as usize) {
            self.points[place].place = Place::ClawedBack;
        }
        self.orders[of].clawed_back = due;
    }

    /// What was drawn last comes back first; what has expired lives two days longer.
    fn give_back(&mut self, at: Timestamp, of: usize, count: i64) {
        let mut spent: Vec<usize> =
            (0..self.points.len()).filter(|i| self.points[*i].place == Place::Redeemed(of)).collect();
        spent.sort_by_key(|i| std::cmp::Reverse(self.points[*i].drawn));
        for place in spent.into_iter().take(count as usize) {
            let point = &mut self.points[place];
            point.place = Place::Held;
            if point.expires <= at.0 {
                point.expires = end(at.0, 2);
            }
        }
    }
}

/// A whole in proportion: first what is whole, then one each to the largest remainders.
fn shared(whole: i64, weights: [i64; 2]) -> [i64; 2] {
    let sum = weights[0] + weights[1];
    if sum == 0 {
        // As equal as can be, the first first.
        return [whole - whole / 2, whole / 2];
    }
    let mut parts = weights.map(|weight| whole * weight / sum);
    let rests = weights.map(|weight| whole * weight % sum);
    if parts[0] + parts[1] < whole {
        parts[usize::from(rests[1] > rests[0])] += 1;
    }
    parts
}
