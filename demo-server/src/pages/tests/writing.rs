//! Promotions in the making: the form and the JSON, and what is said of mistakes.

use axum::http::StatusCode;

use super::browser::{Browser, Place, Seen};
use super::terms::{FIFTH, TERMS, discard, merchant, send};

#[tokio::test]
async fn every_save_says_what_is_the_matter_with_what_was_written() {
    let place = Place::open().await;
    let mut merchant = merchant(&place).await;
    for (more, word) in [
        ("&until=2020-01-01T00%3A00", "It never acts: its time is over."),
        ("&products=3&on=items", "20%"),
        ("&limit=3&budget=50", "Used 0 of 3 times"),
        ("&budget=50.00", "of a budget of \u{2068}$50.00\u{2069} spent"),
        ("&codes=OPEN+SESAME", "with one of 2 codes, such as \u{2068}OPEN\u{2069}"),
        ("&from=2030-03-01T09%3A00", "from Friday, \u{2068}Mar 1, 2030, 9:00"),
    ] {
        let id = send(&mut merchant, "/new", &format!("{FIFTH}{more}")).await;
        merchant.get(id.location()).await.says(&[word]);
        discard(&mut merchant).await;
    }
    send(&mut merchant, "/new", FIFTH).await;
    let behind = send(&mut merchant, "/new", &FIFTH.replace("amount=20", "amount=10")).await;
    merchant.get(behind.location()).await.says(&["It is always behind \u{2068}A fifth off rice\u{2069}"]);
}

#[tokio::test]
async fn a_form_with_mistakes_names_them_and_comes_back_filled() {
    let place = Place::open().await;
    let mut merchant = merchant(&place).await;
    let form = "as=form&do=save&name_en=&kind=percent&amount=a+lot&on=items&products=1+99&lane=-1&priority=x&\
                limit=0&from=soon&codes=rice-10&budget=ten&first=yes";
    let again = send(&mut merchant, "/new", form).await;
    assert_eq!(again.status, StatusCode::UNPROCESSABLE_ENTITY);
    again.says(&[
        "Please fill this in.",
        "value=\"a lot\"",
        "A percentage above 0 and up to 100",
        "value=\"1 99\"",
        "There is no product \u{2068}99\u{2069}.",
        "A whole number from 0 to 65535.",
        "A whole number; it may be negative.",
        "A whole number, at least 1.",
        "A day and a time",
        "opens \u{2068}A tenth off rice\u{2069} already",
        "An amount above 0, such as \u{2068}3.00\u{2069}.",
        "name=\"first\" value=\"yes\" checked",
    ]);
    assert!(!merchant.get(TERMS).await.text.contains("name=\"seen\""), "nothing was kept");
    let swapped = format!("{FIFTH}&from=2030-03-02T09%3A00&until=2030-03-01T09%3A00");
    send(&mut merchant, "/new", &swapped).await.says(&["The end must be after the beginning."]);
    let nothing = FIFTH.replace("products=1", "products=");
    send(&mut merchant, "/new", &nothing).await.says(&["Choose a category or name a product."]);
}

#[tokio::test]
async fn while_it_is_written_it_is_told_what_it_says_and_nothing_is_kept() {
    let place = Place::open().await;
    let mut merchant = merchant(&place).await;
    let fresh = merchant.get("/merchant/terms/new").await;
    fresh.says(&["data-check=\"/merchant/terms/new/check\"", "data-told", "src=\"/terms.js\""]);
    merchant.get("/terms.js").await.says(&["form.dataset.check"]);
    let told = send(&mut merchant, "/new", FIFTH).await;
    discard(&mut merchant).await;
    assert_eq!(told.status, StatusCode::SEE_OTHER);
    for (form, words) in [
        (FIFTH.to_owned(), "\u{2068}20%\u{2069} off"),
        (format!("{FIFTH}&until=2020-01-01T00%3A00"), "It never acts: its time is over."),
        (FIFTH.replace("amount=20", "amount=x"), "A percentage above 0 and up to 100"),
        ("as=json&json=%7B%22id%22%3A+2%2C+%22nmae%22%3A+1%7D".to_owned(), "unknown field `nmae`"),
    ] {
        let seen = merchant.post("/merchant/terms/new/check", &form).await;
        assert_eq!(seen.status, StatusCode::OK);
        seen.says(&[words]);
    }
    let behind = format!("{FIFTH}&codes=RICE-10");
    merchant.post("/merchant/terms/1/check", &behind).await.says(&["with the code \u{2068}RICE-10\u{2069}"]);
    assert!(!merchant.get(TERMS).await.text.contains("name=\"seen\""), "nothing was kept");
    let stranger = place.browser().post("/merchant/terms/new/check", FIFTH).await;
    assert_ne!(stranger.status, StatusCode::OK);
}

async fn json(merchant: &mut Browser, address: &str, text: &str) -> Seen {
    let text: String = text.bytes().map(|byte| format!("%{byte:02X}")).collect();
    send(merchant, address, &format!("as=json&do=save&json={text}")).await
}

#[tokio::test]
async fn json_says_what_is_wrong_and_where() {
    let place = Place::open().await;
    let mut merchant = merchant(&place).await;
    for (text, words) in [
        ("{\"id\": 2,\n\"nmae\": \"x\"}", "Line 2, column 6: \u{2068}unknown field `nmae`"),
        ("{\"id\": 2, \"name\": \"x\"}", "missing field `gives`"),
        ("{\"id\": 9, \"name\": \"x\", \"gives\": {\"percent\": {\"rate\": 1}}}", "Its number must be 2."),
        (
            "{\"id\": 2, \"name\": \"x\", \"gives\": {\"percent\": {\"rate\": 20000}}}",
            "`rate` must be `1` to `10000`",
        ),
        (
            "{\"id\": 2, \"name\": \"x\", \"budget\": 5, \"gives\": {\"percent\": {\"rate\": 2}}}",
            "there is no `budget` `5`",
        ),
        (
            "{\"id\": 2, \"name\": \"x\", \"when\": {\"group\": [\"age-60\"]}, \"gives\": {\"fixed\": {\"minor\": 2}}}",
            "`age-60` is a protected trait",
        ),
    ] {
        let again = json(&mut merchant, "/new", text).await;
        assert_eq!(again.status, StatusCode::UNPROCESSABLE_ENTITY);
        let kept = text.replace('"', "&quot;");
        again.says(&[words, "aria-invalid=\"true\"", &kept]);
    }
    let bundle = r#"{"id": 2, "name": "Both", "gives": {"bundle": {"minor": 300, "parts": [
        {"of": {"products": [1]}, "units": 1}, {"of": {"products": [2]}, "units": 2}]}}}"#;
    let kept = json(&mut merchant, "/new", bundle).await;
    assert_eq!(kept.location(), "/merchant/terms/2?saved=true&as=json");
    merchant
        .get("/merchant/terms/2")
        .await
        .says(&["more than the form can say", "together for \u{2068}$3.00\u{2069}"]);
}

#[tokio::test]
async fn all_terms_can_be_written_at_once() {
    let place = Place::open().await;
    let mut merchant = merchant(&place).await;
    merchant
        .get("/merchant/terms/whole")
        .await
        .says(&["RICE-10", "&quot;mode&quot;: &quot;sequential&quot;"]);
    let wrong = json(&mut merchant, "/whole", "{\"margn\": 5}").await;
    assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY);
    wrong.says(&["unknown field `margn`"]);
    let twice = r#"{"promotions": [{"id": 4, "name": "a", "gives": {"fixed": {"minor": 1}}},
        {"id": 4, "name": "b", "gives": {"fixed": {"minor": 2}}}]}"#;
    json(&mut merchant, "/whole", twice).await.says(&["`id` is taken"]);
    let sound = r#"{"margin": 1000, "budgets": [{"id": 1, "left": 5000}]}"#;
    assert_eq!(json(&mut merchant, "/whole", sound).await.status, StatusCode::SEE_OTHER);
    merchant.get(TERMS).await.says(&["Taken away: \u{2068}A tenth off rice", "Other settings are changed"]);
}

#[tokio::test]
async fn what_was_taken_away_can_be_written_again() {
    let place = Place::open().await;
    let mut merchant = merchant(&place).await;
    send(&mut merchant, "/1", "do=remove").await;
    merchant.get(TERMS).await.says(&["Taken away: \u{2068}A tenth off rice"]);
    let page = merchant.get("/merchant/terms/1").await;
    page.says(&["value=\"RICE-10\"", "value=\"A tenth off rice\""]);
    let form =
        "as=form&do=save&name_en=A+tenth+off+rice&kind=percent&amount=10&on=items&products=1&codes=RICE-10";
    assert_eq!(send(&mut merchant, "/1", form).await.status, StatusCode::SEE_OTHER);
    assert!(!merchant.get(TERMS).await.text.contains("name=\"seen\""), "what says the same is no draft");
}

#[tokio::test]
async fn every_kind_of_promotion_is_told_in_words() {
    let place = Place::open().await;
    let mut merchant = merchant(&place).await;
    for (gives, when, words) in [
        (
            r#"{"percent": {"rate": 10000, "on": "shipping"}}"#,
            r#"{"channel": ["web"]}"#,
            ["free sending", "on the web"],
        ),
        (
            r#"{"percent": {"rate": 500, "spread": "once", "most_units": 2}}"#,
            r#"{"any": [{"tier": ["gold"]}, {"units": {"at_least": 3, "of": {"products": [1]}}}]}"#,
            [
                "\u{2068}5%\u{2069} off the order on the cheapest, at most 2 units",
                "for the tier \u{2068}gold\u{2069} or from 3 units of \u{2068}Rice 1 kg",
            ],
        ),
        (
            r#"{"buy_get": {"buy_units": 3, "get_units": 1, "rate": 10000, "most_groups": 2}}"#,
            r#"{"not": {"when": {"weekdays": [6, 7], "minutes": [540, 1020]}}}"#,
            [
                "buy 3 of everything, then 1 of everything: free at most 2 times a cart",
                "not on Saturday, Sunday, between 09:00 and 17:00",
            ],
        ),
        (
            r#"{"steps": {"of": {"except": [2]}, "steps": [[1000, 500], [2000, 1000]]}}"#,
            r#"{"spend": {"at_least": 700, "of": {"categories": [1]}}}"#,
            [
                "\u{2068}5%\u{2069} from \u{2068}$10.00\u{2069}, \u{2068}10%\u{2069} from \u{2068}$20.00\u{2069} off \
              everything, but not \u{2068}Beans\u{2069}",
                "from \u{2068}$7.00\u{2069} spent on \u{2068}Dry goods\u{2069}",
            ],
        ),
    ] {
        let text =
            format!("{{\"id\": 2, \"name\": \"x\", \"lane\": 5, \"gives\": {gives}, \"when\": {when}}}");
        let kept = json(&mut merchant, "/new", &text).await;
        assert_eq!(kept.status, StatusCode::SEE_OTHER, "{}", kept.text);
        merchant.get(TERMS).await.says(&words);
        discard(&mut merchant).await;
    }
}

#[tokio::test]
async fn a_promotion_with_thousands_of_codes_is_read_as_json_and_as_a_form() {
    let place = Place::open().await;
    let mut merchant = merchant(&place).await;
    let codes: Vec<String> = (0..9_000).map(|code| format!("CODE-{code:04}")).collect();
    let list = codes.join("\",\"");
    let long = format!(
        "{{\"id\": 2, \"name\": \"x\", \"gives\": {{\"percent\": {{\"rate\": 5}}}}, \"coupons\": [\"{list}\"]}}"
    );
    assert_eq!(json(&mut merchant, "/new", &long).await.status, StatusCode::SEE_OTHER);
    let page = merchant.get("/merchant/terms/2").await;
    page.says(&["name=\"codes\"", "CODE-8999"]);
    assert!(!page.text.contains("maxlength"), "a field takes what it shows");
    let form = format!("{FIFTH}&codes={}", codes.join("+"));
    assert_eq!(send(&mut merchant, "/2", &form).await.status, StatusCode::SEE_OTHER);
    merchant.get("/merchant/terms/2").await.says(&["CODE-8999", "A fifth off rice"]);
}
