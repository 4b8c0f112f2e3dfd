DROP INDEX `entryProfile`;--> statement-breakpoint
CREATE INDEX `entryProfile` ON `entry` (`profile`,`type`,`at`,`name`) WHERE profile IS NOT NULL;