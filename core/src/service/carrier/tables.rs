//! The statuses of each feed, as its own documentation lists them.

use super::Meaning;
use super::Meaning::{Held, Nothing, Step, TurnedBack};
use crate::event::ParcelStatus::{Delivered, Failed, InTransit, OutForDelivery, Shipped};

/// The delivery tags of <https://www.aftership.com/docs/tracking/enum/delivery-statuses>.
pub(super) const AFTERSHIP: &[(&str, Meaning)] = &[
    ("Pending", Nothing),
    ("InfoReceived", Nothing),
    ("InTransit", Step(InTransit)),
    ("OutForDelivery", Step(OutForDelivery)),
    ("AttemptFail", Step(Failed)),
    ("Delivered", Step(Delivered)),
    ("AvailableForPickup", Held),
    ("Exception", Held),
    // Nothing was heard of it for a month. That is no proof that it is lost.
    ("Expired", Held),
];

/// The statuses of a tracker, <https://docs.easypost.com/docs/trackers>.
pub(super) const EASYPOST: &[(&str, Meaning)] = &[
    ("unknown", Nothing),
    ("pre_transit", Nothing),
    ("in_transit", Step(InTransit)),
    ("out_for_delivery", Step(OutForDelivery)),
    ("delivered", Step(Delivered)),
    ("available_for_pickup", Held),
    ("return_to_sender", TurnedBack),
    ("failure", Step(Failed)),
    ("cancelled", Held),
    ("error", Held),
];

/// The statuses of a tracker, <https://docs.karrio.io>.
pub(super) const KARRIO: &[(&str, Meaning)] = &[
    ("pending", Nothing),
    ("unknown", Nothing),
    ("on_hold", Held),
    ("delivered", Step(Delivered)),
    ("in_transit", Step(InTransit)),
    ("delivery_delayed", Held),
    ("out_for_delivery", Step(OutForDelivery)),
    ("ready_for_pickup", Held),
    ("delivery_failed", Step(Failed)),
    ("return_to_sender", TurnedBack),
    ("picked_up", Step(Shipped)),
    ("cancelled", Held),
];

/// The shipment statuses of a fulfilment, and those of its events that are newer:
/// <https://shopify.dev/docs/api/admin-graphql/latest/enums/FulfillmentEventStatus>.
pub(super) const SHOPIFY: &[(&str, Meaning)] = &[
    ("confirmed", Nothing),
    ("label_printed", Nothing),
    ("label_purchased", Nothing),
    ("ready_for_pickup", Held),
    ("ready_for_recipient_pickup", Held),
    // By whoever ordered it; the carrier has its own.
    ("picked_up", Step(Delivered)),
    ("carrier_picked_up", Step(Shipped)),
    ("in_transit", Step(InTransit)),
    ("out_for_delivery", Step(OutForDelivery)),
    ("attempted_delivery", Step(Failed)),
    ("delayed", Held),
    ("buyer_action_required", Held),
    ("returning_to_sender", TurnedBack),
    ("delivered", Step(Delivered)),
    ("failure", Held),
];
