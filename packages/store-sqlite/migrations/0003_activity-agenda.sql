-- Written by drizzle-kit; by hand: rows of before are due as well as SQL can say, by the day in UTC; wholly when they change.
ALTER TABLE `activity` ADD `agenda` text;--> statement-breakpoint
UPDATE activity SET agenda = CASE
  WHEN entity = 'stay' THEN 'stay|' || substr(body ->> '$.arrivalOn', 1, 10) || '|'
    || coalesce((body ->> '$.location.stream') || '/' || (body ->> '$.location.key'), '') || '|'
  ELSE CASE entity WHEN 'task' THEN 'task|' || substr(body ->> '$.dueAt', 1, 10)
      ELSE 'visit|' || strftime('%Y-%m-%d', occurredAt / 1000, 'unixepoch') END
    || '|' || replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(lower(trim(coalesce(CASE entity WHEN 'task' THEN body ->> '$.assignee' ELSE body ->> '$.author' END, ''))), 'é', 'e'), 'è', 'e'), 'ê', 'e'), 'ë', 'e'), 'à', 'a'), 'â', 'a'), 'ä', 'a'), 'ç', 'c'), 'î', 'i'), 'ï', 'i'), 'ô', 'o'), 'ö', 'o'), 'û', 'u'), 'ü', 'u'), 'ù', 'u'), '-', ' '), '.', ' '), '''', '')
    || '|' || CASE entity WHEN 'task' THEN substr(body ->> '$.dueAt', 12, 5)
      ELSE strftime('%H:%M', occurredAt / 1000, 'unixepoch') END
  END
  WHERE isHappening = 0 AND isDeleted = 0
    AND (entity = 'stay' AND body ->> '$.arrivalOn' IS NOT NULL
      OR entity = 'task' AND body ->> '$.dueAt' IS NOT NULL AND body ->> '$.doneAt' IS NULL
      OR entity = 'interaction' AND body ->> '$.kind' = 'visit' AND body ->> '$.planned' = 1)
    AND replace(replace(lower(coalesce(body ->> '$.status', '')), ' ', ''), '_', '') NOT IN ('cancelled', 'canceled', 'closed', 'resolved',
      'done', 'completed', 'complete', 'rejected', 'deleted', 'noshow', 'checkedout', 'departed', 'annule', 'termine', 'ferme', 'refuse');
--> statement-breakpoint
CREATE INDEX `activityAgenda` ON `activity` (`agenda`) WHERE agenda IS NOT NULL;
