-- Expand now, contract in a later release: the previous release must still run on this schema.

-- Proves that the URL in effect was set through the service. Null while keys_bound is false, and while there is no URL.
alter table gateway
    add column url_sealed bytea,
    add column url_key_id text,
    add check ((url_sealed is null) = (url_key_id is null));
