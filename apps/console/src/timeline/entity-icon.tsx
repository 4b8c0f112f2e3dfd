import {
  IconBed,
  IconCheckbox,
  IconCircleDot,
  IconClick,
  IconFileInvoice,
  IconHelpCircle,
  IconMessage,
  IconReceipt,
  IconTarget,
  IconTruckDelivery,
} from '@tabler/icons-react'
import type { ComponentType } from 'react'

const icons: Readonly<Record<string, ComponentType<{ size?: number; stroke?: number }>>> = {
  order: IconReceipt,
  case: IconHelpCircle,
  interaction: IconMessage,
  task: IconCheckbox,
  event: IconClick,
  stay: IconBed,
  invoice: IconFileInvoice,
  shipment: IconTruckDelivery,
  opportunity: IconTarget,
}

export function EntityIcon({ entity, size = 17 }: { readonly entity: string; readonly size?: number }) {
  const Icon = icons[entity] ?? IconCircleDot
  return <Icon size={size} stroke={1.6} />
}
