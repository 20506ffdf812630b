//! A message: what happened to an order, in a public form, and its signature. It holds nothing of a person: who bought
//! it, where it goes and under which number a carrier has it are not in it.

use attar::event::{Fact, OrderFact, StockLine};
use attar::service::order::{Order, Orders};
use attar::time::Zone;
use attar::{Event, Timestamp};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use hmac::{Hmac, Mac};
use serde_json::{Value, json};
use sha2::{Digest, Sha256};

use super::address;
use crate::history::History;
use crate::log::{Delivery, Endpoint, EndpointId, LogError, Reader};

/// The form of `data`; a member may be added to it, but none is taken away or means something else.
const VERSION: u32 = 1;

/// What is sent.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Message {
    pub(super) url: axum::http::Uri,
    /// The same for the same event and endpoint, however often it is sent.
    pub(super) id: String,
    /// Seconds since 1970.
    pub(super) timestamp: i64,
    pub(super) signature: String,
    pub(super) body: Vec<u8>,
}

impl Message {
    /// The message of a delivery; nothing, where its event or order is not in the log any more.
    pub(super) fn of(
        reader: &dyn Reader,
        endpoint: &Endpoint,
        delivery: &Delivery,
        now: Timestamp,
    ) -> Result<Option<Self>, LogError> {
        let Ok(url) = address::checked(&endpoint.url, true) else { return Ok(None) };
        let entry = reader.after(delivery.seq.saturating_sub(1), 1)?.pop();
        let entry = entry.filter(|entry| entry.seq == delivery.seq);
        let (Some(entry), Some(buyer)) = (entry, reader.buyer(delivery.order)?) else { return Ok(None) };
        let all = History { after: 0, to: delivery.seq, limit: usize::MAX };
        let mut orders = Orders::default();
        for stored in all.read(reader, buyer)? {
            if let Fact::Order(fact) = &stored.event.fact {
                orders.apply(fact, stored.event.at);
            }
        }
        let Some(order) = orders.get(delivery.order) else { return Ok(None) };
        let body = serde_json::to_vec(&payload(&delivery.kind, &entry.event, order))?;
        let (id, timestamp) = (message_id(&entry.event, endpoint.id), now.0.div_euclid(1_000));
        let signature = sign(&endpoint.secret, &id, timestamp, &body);
        Ok(Some(Self { url, id, timestamp, signature, body }))
    }
}

/// `v1,` and the HMAC-SHA256 of `id.timestamp.body`.
fn sign(secret: &[u8; 32], id: &str, timestamp: i64, body: &[u8]) -> String {
    let Ok(mut mac) = Hmac::<Sha256>::new_from_slice(secret) else { return String::new() };
    mac.update(format!("{id}.{timestamp}.").as_bytes());
    mac.update(body);
    ["v1,", &STANDARD.encode(mac.finalize().into_bytes())].concat()
}

fn hashed(name: &str, event: &Event, more: &[u8]) -> String {
    let hash = Sha256::new().chain_update(name).chain_update(event.id.source.0);
    let hash = hash.chain_update(event.id.n.to_be_bytes()).chain_update(more).finalize();
    let digits = hash.iter().take(16).map(|byte| format!("{byte:02x}"));
    [name, &digits.collect::<String>()].concat()
}

fn message_id(event: &Event, endpoint: EndpointId) -> String {
    hashed("msg_", event, &endpoint.0)
}

/// What happened, and how the order stood right after it.
fn payload(kind: &str, event: &Event, order: &Order) -> Value {
    let lines = order
        .lines
        .iter()
        .map(|line| json!({ "product": line.product, "quantity": line.quantity, "total": line.total.minor }));
    let mut data = json!({
        "order": order.id,
        "number": order.number,
        "status": order.status().name(),
        "currency": order.total.currency.code(),
        "total": order.total.minor,
        "refunded": order.tracked().refunded.map_or(0, |money| money.minor),
        "lines": lines.collect::<Vec<_>>(),
    });
    if let Fact::Order(fact) = &event.fact
        && let (Some((name, value)), Some(data)) = (particulars(fact), data.as_object_mut())
    {
        data.insert(name.to_owned(), value);
    }
    json!({
        "type": kind,
        "version": VERSION,
        "id": hashed("evt_", event, &[]),
        "timestamp": iso(event.at),
        "data": data,
    })
}

/// What only this event says.
fn particulars(fact: &OrderFact) -> Option<(&'static str, Value)> {
    Some(match fact {
        OrderFact::ParcelPacked { parcel, lines, .. } => {
            ("parcel", json!({ "number": parcel.0, "status": "packed", "units": units(lines) }))
        }
        OrderFact::ParcelMoved { parcel, status, .. } => {
            ("parcel", json!({ "number": parcel.0, "status": status.name() }))
        }
        OrderFact::ParcelScanned { parcel, status, at, .. } => {
            ("parcel", json!({ "number": parcel.0, "status": status.name(), "seen": iso(*at) }))
        }
        OrderFact::UnitsAllocated { lines, .. } => ("units", units(lines)),
        OrderFact::UnitsCancelled { lines, .. }
        | OrderFact::Granted { lines, .. }
        | OrderFact::Revoked { lines, .. } => ("units", units(lines)),
        OrderFact::Refunded { refund, .. } => (
            "refund",
            json!({ "units": units(&refund.lines), "shipping": refund.shipping, "amount": refund.amount.minor }),
        ),
        OrderFact::PaymentRecorded { payment, .. } => (
            "payment",
            json!({ "kind": payment.kind, "amount": payment.amount.minor, "invoice": payment.invoice }),
        ),
        OrderFact::ReturnRequested { number, lines, reason, wish, .. } => (
            "return",
            json!({ "number": number.0, "status": "requested", "units": units(lines), "reason": reason, "wish": wish }),
        ),
        OrderFact::PromiseBroken { until, offer, .. } => {
            ("promise", json!({ "until": iso(*until), "offer": offer.map(|amount| amount.minor) }))
        }
        OrderFact::Compensated { amount, .. } => ("promise", json!({ "amount": amount.minor })),
        OrderFact::ReturnMoved { number, status, .. } => {
            ("return", json!({ "number": number.0, "status": status.name() }))
        }
        _ => return None,
    })
}

fn units(lines: &[StockLine]) -> Value {
    lines.iter().map(|line| json!({ "product": line.product, "units": line.units })).collect()
}

/// A moment as ISO 8601 has it, in UTC.
fn iso(at: Timestamp) -> String {
    let (year, month, day) = Zone::default().civil_day(at).year_month_day();
    let ms = at.0.rem_euclid(86_400_000);
    let (hours, minutes, seconds) = (ms / 3_600_000, ms / 60_000 % 60, ms / 1_000 % 60);
    format!("{year:04}-{month:02}-{day:02}T{hours:02}:{minutes:02}:{seconds:02}.{:03}Z", ms % 1_000)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_signature_is_that_of_the_standard() {
        // The example of the specification's reference libraries.
        let secret = STANDARD.decode("MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw").expect("base64");
        let body = br#"{"test": 2432232314}"#;
        let mut mac = Hmac::<Sha256>::new_from_slice(&secret).expect("a key");
        mac.update(b"msg_p5jXN8AQM9LWM0D4loKWxJek.1614265330.");
        mac.update(body);
        let known = "g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=";
        assert_eq!(STANDARD.encode(mac.finalize().into_bytes()), known);
        // And ours is made alike.
        let key = [7; 32];
        let mut mac = Hmac::<Sha256>::new_from_slice(&key).expect("a key");
        mac.update(b"msg_a.1614265330.{\"test\": 2432232314}");
        let wanted = format!("v1,{}", STANDARD.encode(mac.finalize().into_bytes()));
        assert_eq!(sign(&key, "msg_a", 1_614_265_330, body), wanted);
    }

    #[test]
    fn a_moment_is_told_in_utc() {
        assert_eq!(iso(Timestamp(784_111_777_042)), "1994-11-06T08:49:37.042Z");
        assert_eq!(iso(Timestamp(0)), "1970-01-01T00:00:00.000Z");
    }
}
