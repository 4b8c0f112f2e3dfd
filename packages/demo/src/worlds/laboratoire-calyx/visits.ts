import type { Random } from '../../random.ts'
import { atParisTime, DAY_MS, HOUR_MS, isoDate, salesforceInstant } from '../../time.ts'
import type { Told } from '../../told.ts'
import { RANGES } from './catalogue.ts'
import { cardAt, liveAccount } from './crm.ts'
import type { Organization } from './groups.ts'
import { opportunityId, taskId, visitId } from './keys.ts'
import type { Life, OrganizationLife } from './life.ts'
import { ownerOf, type Telling } from './telling.ts'
import { objectiveText, opportunityName, outcomeText, promiseText, reportText } from './texts.ts'

/** A row of `crm/visits.jsonl`: a visit that was made, is planned, or was called off. */
export interface CrmVisit {
  Id: string
  AccountId: string
  ContactId: string | null
  Status: 'Planned' | 'Done' | 'Cancelled'
  Subject: string
  StartsAt: string
  DurationMinutes: number
  OwnerName: string
  Territory: string
  Objective: string | null
  Report: string | null
  Outcome: string | null
  LastModifiedDate: string
}

/** A row of `crm/tasks.jsonl`: what a rep has to do, mostly because it was promised. */
export interface CrmTask {
  Id: string
  AccountId: string
  ContactId: string | null
  VisitId: string | null
  Kind: 'Promise' | 'Follow-up'
  Subject: string
  Description: string
  OwnerName: string
  Status: 'Not Started' | 'In Progress' | 'Completed'
  Priority: 'Normal' | 'High'
  DueAt: string
  CompletedAt: string | null
  Territory: string
  CreatedDate: string
  LastModifiedDate: string
}

/** A row of `crm/opportunities.jsonl`. */
export interface CrmOpportunity {
  Id: string
  AccountId: string
  Name: string
  Range: string
  Stage: 'Prospecting' | 'Proposal' | 'Negotiation' | 'Won' | 'Lost'
  Amount: number
  Currency: 'EUR'
  CloseDate: string
  OwnerName: string
  Territory: string
  CreatedDate: string
  LastModifiedDate: string
}

export const VISIT_COLUMNS = ['Id', 'AccountId', 'ContactId', 'Status', 'Subject', 'StartsAt', 'DurationMinutes',
  'OwnerName', 'Territory', 'Objective', 'Report', 'Outcome', 'LastModifiedDate'] as const satisfies readonly (keyof CrmVisit)[] // biome-ignore format: a header

export const TASK_COLUMNS = ['Id', 'AccountId', 'ContactId', 'VisitId', 'Kind', 'Subject', 'Description',
  'OwnerName', 'Status', 'Priority', 'DueAt', 'CompletedAt', 'Territory', 'CreatedDate', 'LastModifiedDate'] as const satisfies readonly (keyof CrmTask)[] // biome-ignore format: a header

export const OPPORTUNITY_COLUMNS = ['Id', 'AccountId', 'Name', 'Range', 'Stage', 'Amount', 'Currency', 'CloseDate',
  'OwnerName', 'Territory', 'CreatedDate', 'LastModifiedDate'] as const satisfies readonly (keyof CrmOpportunity)[] // biome-ignore format: a header

/** Somebody who works there and has a card, or nobody. */
function metAt(life: Life, organization: Organization, random: Random): string | null {
  const cards = life.contacts.map((one) => cardAt(one, organization)).filter((card) => card !== null)
  return cards.length === 0 ? null : random.pick(cards)
}

/** Pharmacies with an account, in turn; head offices are not visited. */
function* visited(life: Life): Generator<readonly [OrganizationLife, string]> {
  for (const one of life.organizations) {
    const account = liveAccount(one)
    if (account !== null && one.organization.kind === 'pharmacy') yield [one, account]
  }
}

/** Visits of two years and those planned for the coming weeks. */
export function tellVisits(telling: Telling): Told<CrmVisit>[] {
  const { life, random, nowMs } = telling
  const { code, rep } = life.group.territory
  const rows: Told<CrmVisit>[] = []
  for (const [{ organization }, account] of visited(life)) {
    const mean = { A: 6, B: 3.5, C: 1.4 }[organization.segment]
    const done = Math.min(random.geometric(mean), 20)
    for (let count = 0; count <= done + 1 && count < 32; count++) {
      const isPlanned = count > done
      if (isPlanned && !random.chance({ A: 0.7, B: 0.4, C: 0.15 }[organization.segment])) continue
      const dayMs = isPlanned ? nowMs + random.between(0, 30) * DAY_MS : nowMs - random.between(1, 720) * DAY_MS
      const startsMs = atParisTime(dayMs, random.between(9, 17), random.pick([0, 15, 30, 45]))
      const status = isPlanned ? 'Planned' : random.chance(0.06) ? 'Cancelled' : 'Done'
      const isDone = status === 'Done'
      const key = visitId(organization.serial, count)
      const row: CrmVisit = {
        Id: key, AccountId: account, ContactId: metAt(life, organization, random), Status: status,
        Subject: 'Visite officine',
        StartsAt: salesforceInstant(startsMs), DurationMinutes: random.pick([20, 30, 30, 45]), OwnerName: rep,
        Territory: code,
        Objective: random.chance(0.7) ? objectiveText(random) : null, Report: isDone ? reportText(random) : null,
        Outcome: isDone ? outcomeText(random) : null,
        LastModifiedDate: salesforceInstant(Math.min(nowMs, startsMs + (isDone ? 3 * HOUR_MS : -2 * DAY_MS))),
      } // biome-ignore format: one record
      rows.push({ owner: ownerOf(organization), key, row })
    }
  }
  return rows
}

/** Promises and follow-ups; one in eight that are past due is still open. */
export function tellTasks(telling: Telling): Told<CrmTask>[] {
  const { life, random, nowMs } = telling
  const { code, rep } = life.group.territory
  const rows: Told<CrmTask>[] = []
  for (const [{ organization }, account] of visited(life)) {
    const wanted = random.chance({ A: 0.6, B: 0.35, C: 0.12 }[organization.segment]) ? random.between(1, 2) : 0
    for (let count = 0; count < wanted; count++) {
      const key = taskId(organization.serial, count)
      const isPromise = random.chance(0.6)
      const createdMs = nowMs - 2 * HOUR_MS - Math.floor(random.fraction() ** 2 * 240 * DAY_MS)
      const dueMs = createdMs + random.between(3, 28) * DAY_MS
      const isDone = random.chance(dueMs < nowMs ? 0.87 : 0.2)
      const doneMs = Math.max(createdMs, Math.min(nowMs - HOUR_MS, dueMs - random.integer(3 * DAY_MS)))
      const row: CrmTask = {
        Id: key, AccountId: account, ContactId: metAt(life, organization, random), VisitId: null,
        Kind: isPromise ? 'Promise' : 'Follow-up', Subject: isPromise ? 'Promesse de visite' : 'Relance',
        Description: promiseText(random), OwnerName: rep,
        Status: isDone ? 'Completed' : random.pick(['Not Started', 'In Progress'] as const),
        Priority: random.chance(0.2) ? 'High' : 'Normal', DueAt: salesforceInstant(dueMs),
        CompletedAt: isDone ? salesforceInstant(doneMs) : null, Territory: code,
        CreatedDate: salesforceInstant(createdMs),
        LastModifiedDate: salesforceInstant(isDone ? doneMs : createdMs),
      } // biome-ignore format: one record
      rows.push({ owner: ownerOf(organization), key, row })
    }
  }
  return rows
}

const STAGES = ['Prospecting', 'Proposal', 'Negotiation', 'Won', 'Lost'] as const

/** What reps hope to sell: mostly a range that is not listed. */
export function tellOpportunities(telling: Telling): Told<CrmOpportunity>[] {
  const { life, random, nowMs } = telling
  const { code, rep } = life.group.territory
  const rows: Told<CrmOpportunity>[] = []
  for (const [{ organization }, account] of visited(life)) {
    if (!random.chance({ A: 0.5, B: 0.3, C: 0.15 }[organization.segment])) continue
    const gaps = RANGES.filter(({ range }) => !organization.listings.has(range.code))
    const { range } = random.pick(gaps.length > 0 ? gaps : RANGES)
    const key = opportunityId(organization.serial, 0)
    const stage = random.pick(STAGES)
    const createdMs = nowMs - random.between(3, 300) * DAY_MS
    const isClosed = stage === 'Won' || stage === 'Lost'
    const closeMs = isClosed ? createdMs + random.integer(nowMs - createdMs) : nowMs + random.between(5, 90) * DAY_MS
    const row: CrmOpportunity = {
      Id: key, AccountId: account, Name: opportunityName(range.name, random), Range: range.code, Stage: stage,
      Amount: random.between(4, 60) * 50, Currency: 'EUR', CloseDate: isoDate(closeMs), OwnerName: rep, Territory: code,
      CreatedDate: salesforceInstant(createdMs),
      LastModifiedDate: salesforceInstant(isClosed ? closeMs : createdMs + HOUR_MS),
    } // biome-ignore format: one record
    rows.push({ owner: ownerOf(organization), key, row })
  }
  return rows
}
