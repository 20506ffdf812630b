//! What a link opens, and what a search tells and reads.

use std::cell::RefCell;

use attar::id::ContactId;

use super::*;

const NOW: Timestamp = Timestamp(1_000);
const UNTIL: Timestamp = Timestamp(2_000);
const HELD: Held = Held { order: OrderId([7; 16]), contact: Some(ContactId([8; 16])), links: 3 };
const ADA: &str = r#"{"name":"Ada","address":"Street 1","email":" Ada@Example.org"}"#;

fn seal() -> LinkSeal {
    LinkSeal::new(&[1; 32])
}

#[test]
fn a_link_opens_its_order_until_it_runs_out() {
    let link = seal().sign(HELD, [9; 16], UNTIL);
    let opened = Some(Opened { order: HELD.order, links: 3 });
    assert_eq!(seal().read(&link.token, NOW), opened);
    assert_eq!(seal().read(&link.token, Timestamp(1_999)), opened);
    assert_eq!(seal().read(&link.token, UNTIL), None);
    assert!(link.page().starts_with("/order/link/") && link.token.bytes().all(|b| b != b'/'));
}

#[test]
fn no_key_and_no_bit_passes_for_another() {
    let token = seal().sign(HELD, [9; 16], UNTIL).token;
    assert_eq!(LinkSeal::new(&[2; 32]).read(&token, NOW), None);
    let bytes = URL_SAFE_NO_PAD.decode(&token).expect("base64url");
    for place in 0..bytes.len() {
        let mut changed = bytes.clone();
        changed[place] ^= 1;
        assert_eq!(seal().read(&URL_SAFE_NO_PAD.encode(changed), NOW), None, "byte {place}");
    }
    for other in ["", "x", &token[1..], &[&token, "A"].concat()] {
        assert_eq!(seal().read(other, NOW), None, "{other}");
    }
}

#[test]
fn two_links_to_one_order_are_not_the_same() {
    let (one, other) = (seal().sign(HELD, [1; 16], UNTIL), seal().sign(HELD, [2; 16], UNTIL));
    assert_ne!(one.token, other.token);
}

#[test]
fn a_mailbox_is_the_same_in_small_letters_and_large() {
    let found = |email: &str| seal().matching(Some(HELD), Some(ADA), email).is_some();
    assert!(found("ada@example.org") && found("  ADA@EXAMPLE.ORG\t"));
    assert!(!found("bab@example.org") && !found("") && !found("ada@example.org.uk") && !found("ada"));
}

#[test]
fn without_a_contact_nothing_is_found_whatever_is_said() {
    let forgotten = Held { contact: None, ..HELD };
    for email in ["", "\u{0}", " \u{0} ", "ada@example.org"] {
        assert_eq!(seal().matching(Some(forgotten), None, email), None, "{email:?}");
        assert_eq!(seal().matching(None, None, email), None, "{email:?}");
        assert_eq!(seal().matching(Some(HELD), None, email), None, "{email:?}");
        assert_eq!(seal().matching(Some(HELD), Some("no json"), email), None, "{email:?}");
    }
}

/// Writes down what is asked of it.
struct Noting(Option<Held>, RefCell<Vec<&'static str>>);

impl Drawer for Noting {
    fn numbered(&self, _: u32) -> Result<Option<Held>, LogError> {
        self.1.borrow_mut().push("an order by its number");
        Ok(self.0)
    }

    fn contact(&self, _: ContactId) -> Result<Option<String>, LogError> {
        self.1.borrow_mut().push("a contact");
        Ok(self.0.map(|_| ADA.to_owned()))
    }
}

#[test]
fn as_much_is_read_whether_there_is_such_an_order_or_not() {
    for held in [Some(HELD), Some(Held { contact: None, ..HELD }), None] {
        let noting = Noting(held, RefCell::default());
        looked_up(&noting, 1).expect("it is read");
        assert_eq!(noting.1.into_inner(), ["an order by its number", "a contact"], "{held:?}");
    }
}
