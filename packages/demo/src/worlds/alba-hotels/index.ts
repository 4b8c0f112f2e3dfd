import { householdWorld } from '../../household-world.ts'
import { hashText } from '../../random.ts'
import { type WorldStream, worldStream } from '../../told.ts'
import { EVENT_COLUMNS } from '../../tracking.ts'
import { profilePath } from '../../tries.ts'
import type { WorldDefinition } from '../../world.ts'
import {
  COMPANION_COLUMNS,
  MEMBER_COLUMNS,
  MOVEMENT_COLUMNS,
  tellCompanions,
  tellMembers,
  tellMovements,
} from './crm.ts'
import {
  CALL_COLUMNS,
  CALLER_COLUMNS,
  CASE_COLUMNS,
  PROMISE_COLUMNS,
  tellCallers,
  tellCalls,
  tellCases,
  tellPromises,
} from './desk.ts'
import { type Life, makeLife } from './life.ts'
import {
  ACTIVITY_COLUMNS,
  CAMPAIGN_COLUMNS,
  campaignRows,
  SUBSCRIBER_COLUMNS,
  tellActivity,
  tellSubscribers,
} from './newsletter.ts'
import {
  HOTEL_COLUMNS,
  hotelRows,
  PROFILE_COLUMNS,
  RESERVATION_COLUMNS,
  tellProfiles,
  tellReservations,
} from './pms.ts'
import { type AlbaStory, makeStory, STORY_DISAGREEMENTS, STORY_HOUSEHOLD, STORY_TRUTH } from './story.ts'
import { storyRows } from './story-rows.ts'
import type { Telling } from './telling.ts'
import { tellEvents } from './web.ts'

const stream = worldStream<Telling>
/** Subscribers and what became of their newsletters start from the same randomness. */
const email = hashText('email')

const STREAMS: readonly WorldStream<Telling>[] = [
  stream('pms/hotels.csv', HOTEL_COLUMNS, 'HOTEL', { delimiter: ',', reference: hotelRows }),
  stream('pms/profiles.csv', PROFILE_COLUMNS, 'PROFILE_ID', { delimiter: ',', tell: tellProfiles }),
  stream('pms/reservations.jsonl', RESERVATION_COLUMNS, 'confirmation', { tell: tellReservations }),
  stream('crm/members.jsonl', MEMBER_COLUMNS, 'memberNumber', { tell: tellMembers }),
  stream('crm/points.jsonl', MOVEMENT_COLUMNS, 'movementId', { tell: tellMovements }),
  stream('crm/companions.jsonl', COMPANION_COLUMNS, 'companionId', { tell: tellCompanions }),
  stream('email/campaigns.csv', CAMPAIGN_COLUMNS, 'CAMPAIGN', { delimiter: ',', reference: campaignRows }),
  stream('email/subscribers.csv', SUBSCRIBER_COLUMNS, 'LEID', { delimiter: ',', label: email, tell: tellSubscribers }),
  stream('email/activity.jsonl', ACTIVITY_COLUMNS, 'id', { label: email, tell: tellActivity }),
  stream('desk/callers.csv', CALLER_COLUMNS, 'id_contatto', {
    delimiter: ';',
    hasByteOrderMark: true,
    tell: tellCallers,
  }),
  stream('desk/calls.jsonl', CALL_COLUMNS, 'id', { tell: tellCalls }),
  stream('desk/cases.jsonl', CASE_COLUMNS, 'numero', { tell: tellCases }),
  stream('desk/promises.jsonl', PROMISE_COLUMNS, 'id', { tell: tellPromises }),
  stream('web/events.jsonl', EVENT_COLUMNS, 'messageId', { tell: tellEvents }),
]

/** Alba Hotels, twelve hotels in six countries. */
export const albaHotels: WorldDefinition = householdWorld<Life>({
  name: 'alba-hotels',
  title: 'Alba Hotels, a hotel group',
  tracked: [{ file: 'web/events.jsonl', connection: 'website' }],
  tries: (story) => {
    const { name, phone, keys } = (story as AlbaStory).heroine
    const guest = `loyaltyNumber:${keys['crm/members']?.[0]}`
    return [
      {
        title: `${name} arrives soon: who she is, and how she came to book, anonymous visits included`,
        requests: [
          { path: '/v1/briefs', body: { profile: guest, occasion: 'stay' } },
          { path: profilePath(guest, '/timeline?limit=30') },
        ],
      },
      {
        title: 'A number rings that her husband left with a booking too: who may it be',
        requests: [{ path: '/v1/calls', body: { from: phone } }],
      },
    ]
  },
  streams: STREAMS,
  makeLife,
  story: {
    index: STORY_HOUSEHOLD,
    people: STORY_TRUTH,
    rows: storyRows,
    disagreements: STORY_DISAGREEMENTS,
    write: makeStory,
  },
})
