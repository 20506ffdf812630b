-- When the clock is to look at an order: its promise is broken then.
alter table order_buyer add column due integer;
create index order_due on order_buyer (due) where due is not null;

-- An order by its number for people, and how often the links to it were made void.
alter table order_buyer add column number integer;
update order_buyer set number =
    (select json_extract(event, '$.fact.order.placed.number') from log where log.seq = order_buyer.seq);
create index order_number on order_buyer (number);
alter table order_buyer add column links integer not null default 0;

-- Who is told of orders, and what: a row names an entry of the log and holds nothing of it. `id` is the order of
-- happening, `due` when it is tried next or was settled, `lease` until when one process has it to itself.
create table webhook (
    id blob primary key,
    url text not null,
    secret blob not null,
    state text not null,
    made integer not null
) strict, without rowid;
create table outbox (
    id integer primary key autoincrement,
    endpoint blob not null,
    seq integer not null,
    order_id blob not null,
    kind text not null,
    made integer not null,
    tries integer not null default 0,
    due integer not null,
    lease integer not null default 0,
    state text not null default 'waiting',
    why text not null default ''
) strict;
create index outbox_due on outbox (due, id) where state = 'waiting';
create index outbox_order on outbox (endpoint, order_id, id) where state = 'waiting';
create index outbox_flying on outbox (endpoint, lease) where state = 'waiting' and lease > 0;
create index outbox_done on outbox (due) where state = 'delivered';
create index outbox_dead on outbox (id) where state = 'dead';

-- Which parcel has which number of a carrier: a fold of the log, right also for orders from before.
create table consignment (
    order_id blob not null,
    parcel integer not null,
    number text not null,
    primary key (order_id, parcel)
) strict, without rowid;
create index consignment_number on consignment (number);
insert or replace into consignment (order_id, parcel, number)
    select unhex(json_extract(moved, '$.order')), json_extract(moved, '$.parcel'),
        json_extract(moved, '$.consignment.number')
    from (
        select seq, json_extract(event, '$.fact.order.parcel_moved') as moved from log
        where instr(event, '"parcel_moved"') > 0
    )
    where json_extract(moved, '$.consignment.number') is not null
    order by seq;

-- What feeds told that was not taken in; `seen` is 0 where that could not be read.
create table scan_kept (
    feed text not null,
    number text not null,
    status text not null,
    seen integer not null,
    why text not null,
    code text not null,
    at integer not null,
    times integer not null,
    primary key (feed, number, status, seen, why)
) strict, without rowid;
create index scan_kept_at on scan_kept (at);
