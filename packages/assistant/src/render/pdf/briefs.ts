import { setImmediate as turn } from 'node:timers/promises'
import type { Brief } from '../../brief/brief.ts'
import { languages } from '../../language/languages.ts'
import { Say } from '../../language/say.ts'
import { type Page, pageOf } from '../page.ts'
import { type Composed, composeSheet, type Sheet } from './compose.ts'
import { composeContents, type ListHead, type PdfList } from './contents.ts'
import { draw } from './draw.ts'
import { Faces, STAND_IN } from './faces.ts'
import { LineSetter } from './lines.ts'

/** See `renderPdf`. */
export async function drawBriefs(
  briefs: readonly [Brief, ...Brief[]],
  list: PdfList,
): Promise<Uint8Array<ArrayBuffer>> {
  const [first] = briefs
  const faces = await Faces.load()
  const sheets = briefs.map((brief, index) => sheetOf(brief, `b${index + 1}`, list.times?.[index], faces))
  const head = listHead(first, list)
  return draw(
    async (measure) => {
      const setter = new LineSetter(faces, measure)
      const composed: Composed[] = []
      for (const sheet of sheets) {
        composed.push(composeSheet(sheet, setter))
        await turn()
      }
      return sheets.length === 1 ? composed : [composeContents(head, sheets, composed, setter), ...composed]
    },
    {
      faces,
      title: sheets.length === 1 ? first.title : [head.occasion, head.title].join(', '),
      language: languages[first.language].locale,
      atMs: Date.parse(first.generatedAt),
    },
  )
}

function sheetOf(brief: Brief, key: string, time: string | undefined, faces: Faces): Sheet {
  const page = pageOf(brief)
  const at = time === undefined ? page.at : sayOf(brief).time({ type: 'instant', value: time })
  const isLacking = textsOf(page).some((text) => faces.lacks(text))
  return {
    page: { ...page, at },
    key,
    lacking: isLacking ? sayOf(brief).message('lackingLetters', { mark: STAND_IN }) : '',
  }
}

const textsOf = ({ title, when = '', sections, left, sources }: Page): readonly string[] => [
  ...[title, when, left],
  ...sections.flatMap(({ sentences }) => sentences.map(({ text }) => text)),
  ...sources.map(({ text }) => text),
]

function listHead(brief: Brief, { day, whose }: PdfList): ListHead {
  const say = sayOf(brief)
  return {
    occasion: say.message('dayOf', { occasion: brief.occasion }),
    title: say.wholeDate(
      day === undefined ? { type: 'instant', value: brief.generatedAt } : { type: 'date', value: day },
    ),
    when: whose,
  }
}

const sayOf = ({ language, zone, generatedAt }: Brief): Say =>
  new Say(languages[language], zone, Date.parse(generatedAt))
