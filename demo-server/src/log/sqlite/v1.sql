-- The log. `shopper` is null for facts of the market; the rowid is part of every index.
create table log (
    seq integer primary key,
    source blob not null,
    n integer not null,
    shopper blob,
    at integer not null,
    event text not null
) strict;
create unique index log_source on log (source, n);
create index log_shopper on log (shopper);

-- Folds of the log, kept in step with it.
create table link (visitor blob primary key, customer blob not null) strict, without rowid;
create index link_customer on link (customer);
create table consent (shopper blob primary key, consent text not null) strict, without rowid;
create table order_buyer (
    order_id blob primary key,
    shopper blob not null,
    seq integer not null,
    open integer not null default 1
) strict, without rowid;
create index order_open on order_buyer (seq) where open = 1;

-- How far each source was judged; `own` are the runs of the server itself.
create table source (source blob primary key, n integer not null, own integer not null) strict, without rowid;

create table blob (
    id integer primary key,
    kind text not null,
    hash blob not null,
    bytes blob not null,
    unique (kind, hash)
) strict;
create table meta (name text primary key, value blob not null) strict, without rowid;

-- Personal data: here and nowhere else.
create table contact (id blob primary key, json text not null) strict, without rowid;

create table refused (
    source blob not null,
    n integer not null,
    at integer not null,
    why text not null,
    primary key (source, n)
) strict, without rowid;
create index refused_at on refused (at);
create table idempotency (
    actor text not null,
    key text not null,
    answer text not null,
    at integer not null,
    primary key (actor, key)
) strict, without rowid;
create index idempotency_at on idempotency (at);
