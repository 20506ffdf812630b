//! Bodies of feeds, and what they are read as.

use attar::event::ParcelStatus::{self, Delivered, Failed, InTransit, OutForDelivery, Returned, Shipped};
use serde_json::{Value, json};

use super::*;

/// As AfterShip sends it, without what is not read.
pub(crate) fn aftership(number: &str, steps: &[(&str, &str)]) -> Value {
    let step = |(tag, at): &(&str, &str)| json!({"tag": tag, "checkpoint_time": at, "city": "Utrecht", "message": "m"});
    let steps: Vec<Value> = steps.iter().map(step).collect();
    let tag = steps.last().map(|step| step["tag"].clone());
    json!({"event": "tracking_update", "event_id": "e", "ts": 1, "msg": {
        "tracking_number": number, "slug": "royal-post", "tag": tag, "checkpoints": steps,
        "customer_name": "Ada", "return_to_sender": false, "updated_at": "2027-01-15T08:00:00+00:00"}})
}

/// As EasyPost sends it.
pub(crate) fn easypost(number: &str, steps: &[(&str, &str)]) -> Value {
    let step =
        |(status, at): &(&str, &str)| json!({"object": "TrackingDetail", "status": status, "datetime": at});
    let steps: Vec<Value> = steps.iter().map(step).collect();
    let status = steps.last().map(|step| step["status"].clone());
    json!({"object": "Event", "description": "tracker.updated", "result": {"object": "Tracker",
        "tracking_code": number, "status": status, "carrier": "RoyalPost", "tracking_details": steps,
        "updated_at": "2027-01-15T08:00:00Z"}})
}

fn read_as(feed: Feed, body: &Value) -> Vec<Scan> {
    read(feed, &["Post".into()], &Zone::default(), body.to_string().as_bytes()).expect("a body")
}

fn meanings(scans: &[Scan]) -> Vec<Result<Meaning, &'static str>> {
    scans.iter().map(|scan| scan.meaning.clone().map_err(|why| why.code)).collect()
}

fn steps<const N: usize>(steps: [ParcelStatus; N]) -> Vec<Result<Meaning, &'static str>> {
    steps.map(|step| Ok(Meaning::Step(step))).into()
}

const NINE: &str = "2027-01-14T09:00:00Z";
const TEN: &str = "2027-01-14T10:00:00Z";

#[test]
fn aftership_tells_its_checkpoints_and_the_tag_that_none_has() {
    let body = aftership("RR-1", &[("InTransit", NINE), ("OutForDelivery", TEN)]);
    let scans = read_as(Feed::AfterShip, &body);
    assert_eq!(meanings(&scans), steps([InTransit, OutForDelivery]));
    assert_eq!(scans[0].at, Some(Timestamp(1_799_917_200_000)));
    assert_eq!(scans[0].carriers, ["Post", "royal-post"]);
    let mut expired = body.clone();
    expired["msg"]["tag"] = "Expired".into();
    assert_eq!(meanings(&read_as(Feed::AfterShip, &expired))[2], Ok(Meaning::Held));
    let mut back = aftership("RR-1", &[("Delivered", TEN)]);
    back["msg"]["return_to_sender"] = true.into();
    assert_eq!(meanings(&read_as(Feed::AfterShip, &back)), steps([Returned]));
    assert_eq!(read_as(Feed::AfterShip, &json!({"event": "return_update", "msg": null})), []);
}

#[test]
fn easypost_tells_its_details_and_first_that_it_was_turned_back() {
    let told = [("pre_transit", NINE), ("return_to_sender", NINE), ("delivered", TEN), ("failure", TEN)];
    let scans = read_as(Feed::EasyPost, &easypost("EZ1", &told));
    let mut expected = vec![Ok(Meaning::TurnedBack), Ok(Meaning::Nothing)];
    expected.extend(steps([Delivered, Failed]));
    assert_eq!(meanings(&scans), expected);
    assert_eq!(read_as(Feed::EasyPost, &json!({"description": "batch.updated", "result": {}})), []);
}

#[test]
fn karrio_tells_the_status_as_of_its_last_event_and_events_of_their_own() {
    let events = json!([
        {"date": "2027-01-14", "time": "02:05 PM", "code": "A", "status": "picked_up"},
        {"timestamp": TEN, "code": "B"},
    ]);
    let body = json!({"event": "tracker_updated", "data": {"tracking_number": "K-1", "carrier_name": "dhl",
        "status": "delivered", "events": events}});
    let scans = read_as(Feed::Karrio, &body);
    assert_eq!(meanings(&scans), steps([Shipped, Delivered]));
    assert_eq!(scans[0].at, scans[1].at, "14:05 is later than 10:00");
    assert_eq!(read_as(Feed::Karrio, &json!({"event": "order_created", "data": {}})), []);
}

#[test]
fn shopify_tells_one_status_of_every_number() {
    let body = json!({"tracking_number": "S-1", "tracking_numbers": ["S-1", "S-2"], "tracking_company": "UPS",
        "shipment_status": "attempted_delivery", "updated_at": "2027-01-14T04:00:00-05:00"});
    let scans = read_as(Feed::Shopify, &body);
    assert_eq!(meanings(&scans), steps([Failed, Failed]));
    assert_eq!(
        scans.iter().map(|scan| scan.number.as_deref()).collect::<Vec<_>>(),
        [Some("S-1"), Some("S-2")]
    );
    assert_eq!(scans[0].at, Some(Timestamp(1_799_917_200_000)));
    assert_eq!(read_as(Feed::Shopify, &json!({"shipment_status": null})), []);
}

#[test]
fn what_cannot_be_read_is_said_without_repeating_what_is_personal() {
    let not = |feed, body: &str| read(feed, &[], &Zone::default(), body.as_bytes()).expect_err("unreadable");
    let why = not(Feed::AfterShip, r#"{"event": {"name": "Ada"}}"#);
    assert_eq!(why.code, "unreadable");
    assert!(
        why.sentence.contains("`msg.tracking_number`") && !why.sentence.contains("Ada"),
        "{}",
        why.sentence
    );
    for feed in Feed::ALL {
        assert!(not(feed, "").sentence.contains("a body is JSON with"), "{feed:?}");
        assert!(not(feed, "[1]").sentence.contains('`'), "{feed:?}");
    }
    assert!(
        not(Feed::EasyPost, r#"{"description": "tracker.created"}"#).sentence.contains("`tracking_code`")
    );
    let many: Vec<(&str, &str)> = vec![("in_transit", NINE); MOST + 1];
    assert!(not(Feed::EasyPost, &easypost("E", &many).to_string()).sentence.contains("at most"));
}

#[test]
fn a_word_a_number_or_a_moment_that_is_none_is_kept_for_that() {
    let scans =
        read_as(Feed::EasyPost, &easypost("E", &[("Ada <lives> here@home", NINE), ("in_transit", "soon")]));
    assert_eq!(meanings(&scans), [Err("unknown_status"), Err("unreadable")]);
    assert_eq!(scans[0].status, "Ada lives herehome");
    let scans = read_as(Feed::EasyPost, &easypost("Street 1", &[("in_transit", NINE)]));
    assert_eq!((meanings(&scans), &scans[0].number), (vec![Err("unreadable")], &None));
}
