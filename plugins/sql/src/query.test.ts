import { expect, test } from 'vitest'
import { bracketed, queryProblem } from './query.ts'

test.each([
  ['select 1'],
  ['  SELECT a FROM b;  \n'],
  ['with x as (select 1) select * from x'],
  ['(select 1) union (select 2)'],
  ["select 'it''s; drop table x' as a -- ) into"],
  ['select "into", `delete` from "update"'],
  ['select replace(a, b, c), insert(a, 1, 2, b) from t /* ; ( */'],
  ['select updated_at, deleted from created'],
])('%s may be read', (query) => {
  for (const dialect of ['sqlite', 'mysql'] as const) expect(queryProblem(query, dialect)).toBeUndefined()
})

test.each([
  ['delete from x', /not a SELECT/],
  ['', /not a SELECT/],
  ['explain select 1', /not a SELECT/],
  ['select 1; drop table x', /more than one/],
  ['select 1) x; drop table y; select (1', /more than one/],
  ['select 1) as x, (select 2', /brackets/],
  ['select (1', /brackets/],
  ["select 'a", /never closed/],
  ['select 1 /* ', /never closed/],
  ['with gone as (delete from x returning *) select * from gone', /DELETE/],
  ['select * into y from x', /INTO/],
  ['select * from x for update', /UPDATE/],
  ["select 1 into outfile '/tmp/x'", /INTO/],
])('%s is refused', (query, problem) => {
  for (const dialect of ['sqlite', 'postgresql', 'mysql', 'mariadb'] as const)
    expect(queryProblem(query, dialect)).toMatch(problem)
})

test('quotes are read as each database reads them', () => {
  // A backslash ends nothing in standard SQL, and escapes in MySQL and in E'…'.
  const escaped = String.raw`select '\' ; drop table x --'`
  expect(queryProblem(escaped, 'postgresql')).toMatch(/more than one/)
  expect(queryProblem(escaped, 'mysql')).toBeUndefined()
  expect(queryProblem(String.raw`select E'\' ; drop table x --'`, 'postgresql')).toBeUndefined()
  expect(queryProblem(String.raw`select name'\' ; drop table x --'`, 'postgresql')).toMatch(/more than one/)
  expect(queryProblem('select $a$ ; $ $a$', 'postgresql')).toBeUndefined()
  expect(queryProblem('select $a$ ; $b$', 'postgresql')).toMatch(/never closed/)
  expect(queryProblem('select 1 # ; x', 'mariadb')).toBeUndefined()
  expect(queryProblem('select 1 # ; x', 'postgresql')).toMatch(/more than one/)
  expect(queryProblem('select [a;b] from t', 'sqlite')).toBeUndefined()
  expect(queryProblem('select 1 /*! ; drop table x */', 'mysql')).toMatch(/would run/)
  expect(queryProblem('select 1 /*M!100100 into outfile 1 */', 'mariadb')).toMatch(/would run/)
})

test('a query is put in brackets without its semicolon, and a comment at its end takes no bracket', () => {
  expect(bracketed('select 1; ')).toBe('(select 1\n)')
  expect(bracketed('select 1 -- one')).toBe('(select 1 -- one\n)')
})
