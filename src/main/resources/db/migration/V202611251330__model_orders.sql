-- A page of models costs the same however many there are, by whichever time they are ordered.
create index model_created_at on model (created_at);
create index model_updated_at on model (updated_at);
