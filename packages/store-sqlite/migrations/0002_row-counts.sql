-- By hand: rows are counted as they come and go from here on.
INSERT INTO counter SELECT 'rows:profile', count(*) FROM profile;--> statement-breakpoint
INSERT INTO counter SELECT 'rows:anchor', count(*) FROM anchor;--> statement-breakpoint
INSERT INTO counter SELECT 'rows:record', count(*) FROM record;--> statement-breakpoint
INSERT INTO counter SELECT 'rows:activity', count(*) FROM activity;--> statement-breakpoint
INSERT INTO counter SELECT 'rows:link', count(*) FROM link;--> statement-breakpoint
INSERT INTO counter SELECT 'rows:change', count(*) FROM change;
