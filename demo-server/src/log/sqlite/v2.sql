-- What it takes to forget: whose a source was, where an order's contact lies, whose a contact is and since when it
-- waits for an order, who was forgotten, which snapshots went with them.
alter table source add column shopper blob;
update source set shopper =
    (select shopper from log where log.source = source.source and log.shopper is not null limit 1)
    where own = 0;

alter table order_buyer add column contact blob;
update order_buyer set contact =
    (select unhex(json_extract(event, '$.fact.order.placed.contact')) from log where log.seq = order_buyer.seq);

alter table contact add column at integer not null default 0;
alter table contact add column ordered integer not null default 0;
alter table contact add column shopper blob;
update contact set ordered = 1 where id in (select contact from order_buyer);
create index contact_shopper on contact (shopper);
create index contact_waits on contact (at) where ordered = 0;

create table forgotten (tomb blob primary key, seq integer not null) strict, without rowid;
create index forgotten_seq on forgotten (seq);
create table gone (hash blob primary key) strict, without rowid;
