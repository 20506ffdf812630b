-- When the clock is to look at an order: its promise is broken then.
alter table order_buyer add column due integer;
create index order_due on order_buyer (due) where due is not null;
