import { useMutation, useQueryClient } from '@tanstack/react-query'
import { api } from './api.ts'

/** A steward's word on two records: as anchors or profiles name them. */
export interface DecisionRequest {
  readonly a: string
  readonly b: string
  readonly verdict: 'same' | 'different'
}

/** Decides; what was read of profiles is read anew. Answers with where the two are now. */
export function useDecide() {
  const client = useQueryClient()
  return useMutation({
    mutationFn: async (body: DecisionRequest) => (await api.POST('/v1/identity/decisions', { body })).data,
    onSuccess: () => readAnew(client),
  })
}

/** Withdraws a decision, as if it had never been. */
export function useWithdraw() {
  const client = useQueryClient()
  return useMutation({
    mutationFn: async (id: string) =>
      (await api.DELETE('/v1/identity/decisions/{id}', { params: { path: { id } } })).data,
    onSuccess: () => readAnew(client),
  })
}

const readAnew = (client: ReturnType<typeof useQueryClient>) =>
  Promise.all([client.invalidateQueries({ queryKey: ['profile'] }), client.invalidateQueries({ queryKey: ['search'] })])
