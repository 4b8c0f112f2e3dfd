-- Written by drizzle-kit; by hand: rows of before get their numbers, folded as well as SQL can, wholly when they come again.
ALTER TABLE `activity` ADD `number` text;--> statement-breakpoint
UPDATE activity SET number = nullif(lower(replace(replace(replace(replace(replace(
  coalesce(body ->> '$.number', body ->> '$.serial'), '-', ''), ' ', ''), '/', ''), '.', ''), '_', '')), '')
  WHERE isHappening = 0 AND isDeleted = 0;
--> statement-breakpoint
CREATE INDEX `activityNumber` ON `activity` (`number`) WHERE number IS NOT NULL;
