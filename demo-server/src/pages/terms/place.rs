//! The promotion that an address names, and what it is part of.

use attar::id::ContentHash;
use attar::terms::promotion::{Promotion, PromotionId};
use attar::terms::till::Terms;

use super::super::caller::Caller;
use super::super::fields::{Filled, Hand};
use super::super::problem::Problem;
use super::read::{self, Against};
use crate::terms::{self, Draft, Sheet, find};

/// The promotion of an address, and the terms that it is part of: of the draft, if there is one. One that the draft
/// takes away can be written again.
pub(super) struct Place {
    pub terms: Terms,
    pub draft: Option<Draft>,
    /// The fingerprint of the terms that it is drawn from.
    pub seen: ContentHash,
    pub id: PromotionId,
    pub is_new: bool,
    /// Whether it is not there any more, and so is written as a new one.
    pub is_gone: bool,
}

impl Place {
    pub async fn of(caller: &Caller, id: &str) -> Result<Self, Problem> {
        let Sheet { draft, terms, seen, fresh } = Sheet::load(caller.app()).await?;
        let mut place = Self { terms, draft, seen, id: fresh.promotion, is_new: true, is_gone: false };
        if id == "new" {
            return Ok(place);
        }
        let id = PromotionId(id.parse().map_err(|_| Problem::Missing)?);
        read::restore(&mut place.terms, &terms::in_force(caller.app()), id);
        if find(&place.terms, id).is_none() {
            return Ok(Self { is_gone: true, ..place });
        }
        Ok(Self { id, is_new: false, ..place })
    }

    pub fn promotion(&self) -> Option<&Promotion> {
        find(&self.terms, self.id)
    }

    /// The form of the promotion, where the form can say it.
    pub fn filled(&self, caller: &Caller) -> Option<Filled> {
        Filled::of(self.promotion()?, self.against(caller))
    }

    pub fn against<'a>(&'a self, caller: &'a Caller) -> Against<'a> {
        let shop = &caller.snapshot().shop;
        Against { hand: Hand::of(caller), shop, terms: &self.terms, id: self.id }
    }
}
