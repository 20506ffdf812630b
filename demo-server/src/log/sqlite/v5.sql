-- By whose code others come: a fold of the log. A store from before knows no codes.
create table referral (code text primary key, shopper blob not null) strict, without rowid;
create index referral_shopper on referral (shopper);
