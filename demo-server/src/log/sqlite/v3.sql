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
