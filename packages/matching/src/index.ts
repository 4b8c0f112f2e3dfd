export { type ClusterDecision, type ClusterLink, type ClusterNode, cluster } from './cluster.ts'
