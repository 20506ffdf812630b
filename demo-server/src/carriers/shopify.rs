//! What Shopify sends where a fulfilment changed, as the topics `fulfillments/create` and `fulfillments/update`.

use attar::time::Zone;
use serde::Deserialize;

use super::{Tracking, json, moment};

#[derive(Deserialize)]
struct Body {
    tracking_number: Option<String>,
    #[serde(default)]
    tracking_numbers: Vec<String>,
    tracking_company: Option<String>,
    shipment_status: Option<String>,
    updated_at: Option<String>,
}

pub(super) fn read(body: &[u8], zone: &Zone) -> Result<Vec<Tracking>, String> {
    let has = "`tracking_number`, `tracking_company`, `shipment_status` and `updated_at`";
    let body: Body = json(body, has)?;
    let Some(status) = body.shipment_status else { return Ok(Vec::new()) };
    let at = body.updated_at.and_then(|text| moment::read(&text, zone));
    let mut numbers: Vec<Option<String>> = body.tracking_numbers.into_iter().map(Some).collect();
    if numbers.is_empty() {
        numbers.push(body.tracking_number);
    }
    let tracking = |number| Tracking {
        number,
        carrier: body.tracking_company.clone(),
        turned_back: false,
        told: vec![(status.clone(), at)],
    };
    Ok(numbers.into_iter().map(tracking).collect())
}
