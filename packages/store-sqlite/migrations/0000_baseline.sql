-- Written by drizzle-kit; by hand: WITHOUT ROWID, and the rows of `counter`.
CREATE TABLE `absorbed` (
	`profile` integer PRIMARY KEY NOT NULL,
	`target` integer
);
--> statement-breakpoint
CREATE TABLE `activity` (
	`id` integer PRIMARY KEY NOT NULL,
	`anchor` integer,
	`stream` integer,
	`key` text,
	`entity` text,
	`isHappening` integer,
	`version` text,
	`contentHash` text,
	`occurredAt` integer,
	`isDeleted` integer,
	`space` text,
	`territory` text,
	`body` text,
	`raw` text
);
--> statement-breakpoint
CREATE INDEX `activityTimeline` ON `activity` (`anchor`,`occurredAt`);--> statement-breakpoint
CREATE INDEX `activityStates` ON `activity` (`anchor`,`occurredAt`) WHERE isHappening = 0;--> statement-breakpoint
CREATE UNIQUE INDEX `activityKey` ON `activity` (`stream`,`key`) WHERE isHappening = 0;--> statement-breakpoint
CREATE TABLE `anchor` (
	`id` integer PRIMARY KEY NOT NULL,
	`stream` integer,
	`key` text,
	`profile` integer,
	`entity` text,
	`isGhost` integer
);
--> statement-breakpoint
CREATE UNIQUE INDEX `anchorKey` ON `anchor` (`stream`,`key`);--> statement-breakpoint
CREATE INDEX `anchorProfile` ON `anchor` (`profile`);--> statement-breakpoint
CREATE TABLE `change` (
	`sequence` integer PRIMARY KEY NOT NULL,
	`kind` text,
	`profile` integer,
	`at` integer,
	`body` text
);
--> statement-breakpoint
CREATE TABLE `counter` (
	`name` text PRIMARY KEY NOT NULL,
	`value` integer NOT NULL
) WITHOUT ROWID;
--> statement-breakpoint
INSERT INTO `counter` VALUES('anchor', 0), ('sequence', 0);
--> statement-breakpoint
CREATE TABLE `decision` (
	`id` text PRIMARY KEY NOT NULL,
	`a` integer,
	`b` integer,
	`verdict` text,
	`author` text,
	`at` integer,
	`withdrawnAt` integer
);
--> statement-breakpoint
CREATE INDEX `decisionA` ON `decision` (`a`);--> statement-breakpoint
CREATE INDEX `decisionB` ON `decision` (`b`);--> statement-breakpoint
CREATE TABLE `device` (
	`key` text PRIMARY KEY NOT NULL,
	`body` text
) WITHOUT ROWID;
--> statement-breakpoint
CREATE TABLE `document` (
	`type` text,
	`name` text,
	`version` integer,
	`body` text,
	`author` text,
	`at` integer,
	PRIMARY KEY(`type`, `name`, `version`)
);
--> statement-breakpoint
CREATE TABLE `entry` (
	`type` text,
	`name` text,
	`profile` integer,
	`at` integer,
	`body` text,
	PRIMARY KEY(`type`, `name`)
);
--> statement-breakpoint
CREATE INDEX `entryAt` ON `entry` (`type`,`at`,`name`);--> statement-breakpoint
CREATE INDEX `entryProfile` ON `entry` (`profile`) WHERE profile IS NOT NULL;--> statement-breakpoint
CREATE TABLE `erased` (
	`profile` integer PRIMARY KEY NOT NULL
);
--> statement-breakpoint
CREATE TABLE `figures` (
	`profile` integer PRIMARY KEY NOT NULL,
	`version` integer,
	`flipAt` integer,
	`figures` blob
);
--> statement-breakpoint
CREATE INDEX `figuresFlip` ON `figures` (`flipAt`) WHERE flipAt IS NOT NULL;--> statement-breakpoint
CREATE TABLE `link` (
	`a` integer,
	`b` integer,
	`resolver` text,
	`certainty` text,
	`weightBits` real,
	`evidence` text,
	PRIMARY KEY(`a`, `b`, `resolver`)
) WITHOUT ROWID;
--> statement-breakpoint
CREATE INDEX `linkB` ON `link` (`b`);--> statement-breakpoint
CREATE TABLE `matchKey` (
	`key` text,
	`anchor` integer,
	PRIMARY KEY(`key`, `anchor`)
) WITHOUT ROWID;
--> statement-breakpoint
CREATE TABLE `membership` (
	`segment` text,
	`profile` integer,
	`since` integer,
	PRIMARY KEY(`segment`, `profile`)
) WITHOUT ROWID;
--> statement-breakpoint
CREATE INDEX `membershipProfile` ON `membership` (`profile`);--> statement-breakpoint
CREATE TABLE `profile` (
	`id` integer PRIMARY KEY NOT NULL,
	`entity` text,
	`head` text,
	`space` text,
	`territory` text
);
--> statement-breakpoint
CREATE TABLE `queue` (
	`id` integer PRIMARY KEY NOT NULL,
	`queue` text,
	`lane` text,
	`key` text,
	`attempt` integer,
	`dueAt` integer,
	`reason` text,
	`isDead` integer,
	`body` text
);
--> statement-breakpoint
CREATE INDEX `queueDue` ON `queue` (`queue`,`dueAt`) WHERE isDead = 0;--> statement-breakpoint
CREATE INDEX `queueLane` ON `queue` (`queue`,`lane`,`dueAt`) WHERE isDead = 0;--> statement-breakpoint
CREATE INDEX `queueKey` ON `queue` (`queue`,`key`) WHERE key IS NOT NULL;--> statement-breakpoint
CREATE INDEX `queueDead` ON `queue` (`queue`) WHERE isDead = 1;--> statement-breakpoint
CREATE TABLE `record` (
	`anchor` integer PRIMARY KEY NOT NULL,
	`version` text,
	`contentHash` text,
	`observedAt` integer,
	`attributes` text,
	`fieldVersions` text,
	`received` text,
	`isDeleted` integer,
	`space` text,
	`territory` text,
	`features` blob,
	`keys` text,
	`searchKeys` text
);
--> statement-breakpoint
CREATE TABLE `recordVersion` (
	`sequence` integer PRIMARY KEY NOT NULL,
	`anchor` integer,
	`since` integer,
	`observedAt` integer,
	`version` text,
	`mappingVersion` integer,
	`raw` text,
	`attributes` text
);
--> statement-breakpoint
CREATE INDEX `recordVersionAnchor` ON `recordVersion` (`anchor`,`since`);--> statement-breakpoint
CREATE TABLE `rejected` (
	`id` integer PRIMARY KEY NOT NULL,
	`stream` text,
	`key` text,
	`field` text,
	`code` text,
	`reason` text,
	`raw` text,
	`at` integer
);
--> statement-breakpoint
CREATE INDEX `rejectedCode` ON `rejected` (`stream`,`code`);--> statement-breakpoint
CREATE INDEX `rejectedKey` ON `rejected` (`stream`,`key`);--> statement-breakpoint
CREATE TABLE `searchKey` (
	`key` text,
	`anchor` integer,
	PRIMARY KEY(`key`, `anchor`)
) WITHOUT ROWID;
--> statement-breakpoint
CREATE TABLE `seen` (
	`stream` integer,
	`key` text,
	PRIMARY KEY(`stream`, `key`)
) WITHOUT ROWID;
--> statement-breakpoint
CREATE TABLE `stream` (
	`id` integer PRIMARY KEY NOT NULL,
	`name` text NOT NULL,
	`cursor` text
);
--> statement-breakpoint
CREATE UNIQUE INDEX `stream_name_unique` ON `stream` (`name`);--> statement-breakpoint
CREATE TABLE `suppressed` (
	`hash` text PRIMARY KEY NOT NULL
) WITHOUT ROWID;
--> statement-breakpoint
CREATE TABLE `term` (
	`term` text PRIMARY KEY NOT NULL,
	`variants` text
) WITHOUT ROWID;
--> statement-breakpoint
CREATE TABLE `termVariant` (
	`variant` text,
	`term` text,
	PRIMARY KEY(`variant`, `term`)
) WITHOUT ROWID;
--> statement-breakpoint
CREATE TABLE `tie` (
	`anchor` integer,
	`since` integer,
	`until` integer,
	`profile` integer,
	PRIMARY KEY(`anchor`, `since`)
) WITHOUT ROWID;
--> statement-breakpoint
CREATE INDEX `tieProfile` ON `tie` (`profile`);