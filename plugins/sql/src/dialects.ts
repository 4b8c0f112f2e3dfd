/** The databases that are read. MariaDB and MySQL share a driver. */
export const dialects = ['sqlite', 'postgresql', 'mysql', 'mariadb'] as const
export type DialectName = (typeof dialects)[number]
