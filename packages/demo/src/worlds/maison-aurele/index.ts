import { householdWorld } from '../../household-world.ts'
import { hashText } from '../../random.ts'
import { type WorldStream, worldStream } from '../../told.ts'
import { EVENT_COLUMNS } from '../../tracking.ts'
import { callTry, profilePath, searchTry } from '../../tries.ts'
import type { WorldDefinition } from '../../world.ts'
import { CONTACT_COLUMNS, INTERACTION_COLUMNS, TASK_COLUMNS, tellContacts, tellInteractions, tellTasks } from './crm.ts'
import { type Life, makeLife } from './life.ts'
import {
  CUSTOMER_COLUMNS,
  ORDER_COLUMNS,
  PRODUCT_COLUMNS,
  productRows,
  STORE_COLUMNS,
  storeRows,
  tellCustomers,
  tellOrders,
} from './shop.ts'
import { makeStory, STORY_DISAGREEMENTS, STORY_HOUSEHOLD, STORY_TRUTH, type Story } from './story.ts'
import { storyRows } from './story-rows.ts'
import { REQUESTER_COLUMNS, TICKET_COLUMNS, tellRequesters, tellTickets } from './support.ts'
import type { Telling } from './telling.ts'
import { tellEvents } from './web.ts'

const stream = worldStream<Telling>

const STREAMS: readonly WorldStream<Telling>[] = [
  stream('products/products.csv', PRODUCT_COLUMNS, 'sku', { delimiter: ',', reference: productRows }),
  stream('shop/stores.csv', STORE_COLUMNS, 'magasin', { delimiter: ';', hasByteOrderMark: true, reference: storeRows }),
  stream('crm/contacts.jsonl', CONTACT_COLUMNS, 'Id', { tell: tellContacts }),
  stream('crm/interactions.jsonl', INTERACTION_COLUMNS, 'Id', { tell: tellInteractions }),
  stream('crm/tasks.jsonl', TASK_COLUMNS, 'Id', { tell: tellTasks }),
  stream('shop/customers.csv', CUSTOMER_COLUMNS, 'client', {
    delimiter: ';',
    hasByteOrderMark: true,
    tell: tellCustomers,
  }),
  stream('shop/orders.jsonl', ORDER_COLUMNS, 'orderNumber', { tell: tellOrders }),
  stream('support/requesters.csv', REQUESTER_COLUMNS, 'requester_id', {
    delimiter: ',',
    label: hashText('support'),
    tell: tellRequesters,
  }),
  stream('support/tickets.jsonl', TICKET_COLUMNS, 'ticket_number', { label: hashText('support'), tell: tellTickets }),
  stream('web/events.jsonl', EVENT_COLUMNS, 'messageId', { tell: tellEvents }),
]

/** Maison Aurèle, a luxury house of Paris with sixteen shops in seven countries. */
export const maisonAurele: WorldDefinition = householdWorld<Life>({
  name: 'maison-aurele',
  title: 'Maison Aurèle, a luxury house',
  tracked: [{ file: 'web/events.jsonl', connection: 'website' }],
  tries: (story) => {
    const { name, phone } = (story as Story).heroine
    return [
      callTry(`The phone rings: ${name}, it seems. Who is it, and what is it about`, phone),
      { title: 'Everything that is known of her', requests: [{ path: profilePath(`phone:${phone}`) }] },
      searchTry('Everybody whose name begins so', name.slice(0, 4)),
    ]
  },
  streams: STREAMS,
  makeLife,
  story: {
    index: STORY_HOUSEHOLD,
    people: STORY_TRUTH,
    rows: storyRows,
    disagreements: STORY_DISAGREEMENTS,
    write: (nowMs, [mother, daughter]) =>
      makeStory(nowMs, [mother?.personId ?? '', daughter?.personId ?? ''], [mother?.keys ?? {}, daughter?.keys ?? {}]),
  },
})
