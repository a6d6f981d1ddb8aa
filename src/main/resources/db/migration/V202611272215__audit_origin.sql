-- How a change came about. Expand now: release 0.2 neither reads nor writes this column, and its events stay without it.
alter table audit_event add column origin text;
